// One JavaScript peer in a process of its own: node node_peer.js PEER DATA REPEATS TEMPLATE TARGET.
// Prints what was measured as JSON; what is measured is told in python_peer.py.
const fs = require("fs");
const path = require("path");
const { promisify } = require("util");
const { createRequire } = require("module");
const load = createRequire(path.join(process.env.BENCH_PEERS, "package.json"));

function docxtemplater() {
  const PizZip = load("pizzip");
  const Docxtemplater = load("docxtemplater");
  return (template) => async (data) => {
    const made = new Docxtemplater(new PizZip(fs.readFileSync(template)), { paragraphLoop: true, linebreaks: true });
    made.render(data);
    return made.getZip().generate({ type: "nodebuffer", compression: "DEFLATE", compressionOptions: { level: 6 } });
  };
}

function carbone() {
  const engine = load("carbone");
  const render = promisify(engine.render);
  return (template) => (data) => render(template, data, {});
}

function easyTemplateX() {
  const { TemplateHandler } = load("easy-template-x");
  return (template) => async (data) => {
    const handler = new TemplateHandler();
    return Buffer.from(await handler.process(fs.readFileSync(template), data));
  };
}

const PEERS = { docxtemplater, carbone, "easy-template-x": easyTemplateX };

function memory() {
  if (!fs.existsSync("/proc/self/status")) {
    return [process.memoryUsage().rss, process.resourceUsage().maxRSS * 1024];
  }
  const status = fs.readFileSync("/proc/self/status", "utf8");
  return ["VmRSS", "VmHWM"].map((name) => Number(status.match(new RegExp(`^${name}:\\s+(\\d+) kB`, "m"))[1]) * 1024);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

async function main([peer, dataFile, repeats, template, target]) {
  const data = JSON.parse(fs.readFileSync(dataFile, "utf8"));
  const open = PEERS[peer]();
  if (fs.existsSync("/proc/self/clear_refs")) fs.writeFileSync("/proc/self/clear_refs", "5");
  const [before] = memory();
  const wall = [];
  const processor = [];
  let made;
  for (let i = 0; i < Number(repeats); i++) {
    const clock = performance.now();
    const work = process.cpuUsage();
    made = await open(template)(data);
    if (Number(repeats) === 1) fs.writeFileSync(target, made);
    const used = process.cpuUsage(work);
    wall.push((performance.now() - clock) / 1e3);
    processor.push((used.user + used.system) / 1e6);
  }
  const [, peak] = memory();
  fs.writeFileSync(target, made);
  console.log(JSON.stringify({ wall: median(wall), processor: median(processor), before, peak }));
  process.exit(0);
}

main(process.argv.slice(2));

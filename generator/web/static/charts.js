/* Draws the charts of the overview beside their tables. Styles are set through the DOM: the page allows none inline. */
"use strict";
(async () => {
  const place = document.querySelector("[data-charts]");
  if (!place || !window.echarts) return;
  const INK = "#1b1f24", SOFT = "#4d5560";
  const FONT = getComputedStyle(document.body).fontFamily;
  let figures;
  try {
    const answer = await fetch(place.dataset.charts, { credentials: "same-origin" });
    if (!answer.ok) return;
    figures = (await answer.json()).charts;
  } catch { return; /* the tables say it all */ }

  /* What is late: thick stripes that no other part has; the others have fine dots or none. */
  const LATE = { symbol: "rect", symbolSize: 1, color: "rgba(255,255,255,0.85)", dashArrayX: [1, 0], dashArrayY: [4, 5], rotation: -Math.PI / 4 };
  const PLAIN = [{ symbol: "none" }, { symbol: "circle", symbolSize: 0.5, color: "rgba(0,0,0,0.28)", dashArrayX: [[7, 7], [0, 7, 7, 0]], dashArrayY: [7, 0] },
    { symbol: "rect", symbolSize: 1, color: "rgba(0,0,0,0.22)", dashArrayX: [1, 0], dashArrayY: [1, 7], rotation: 0 },
    { symbol: "none" }, { symbol: "rect", symbolSize: 1, color: "rgba(255,255,255,0.45)", dashArrayX: [1, 0], dashArrayY: [1, 9], rotation: Math.PI / 2 },
    { symbol: "circle", symbolSize: 0.3, color: "rgba(0,0,0,0.35)", dashArrayX: [4, 0], dashArrayY: [5, 0] }];
  const VERMILION = "#b03a00";
  const height = (chart, narrow) => {
    const drawn = chart.series.filter((one) => one.colour).length;
    if (chart.kind !== "bar") return 340;
    const lines = Math.ceil(Math.max(...chart.categories.map((name) => name.length)) / (narrow ? 15 : 32));
    return 80 + chart.categories.length * Math.max(36, lines * 15 + 10, chart.stacked ? 0 : drawn * 20);
  };
  const option = (chart, narrow, size) => {
    const lying = chart.kind === "bar";
    /* A label that is wider than its piece of a bar would lie over its neighbour: the table has it. */
    const room = lying ? Math.max(60, size.width - (narrow ? 130 : 270)) : Math.max(60, size.height - 110);
    const sums = chart.categories.map((_, place) => chart.series.reduce((sum, one) => sum + (one.colour && one.values[place] || 0), 0));
    const fits = (value, text) => value / Math.max(...sums) * room >= (lying ? 9 * text.length + 8 : 17);
    const names = {
      type: "category", data: chart.categories, inverse: lying, axisTick: { show: false },
      axisLabel: { color: INK, fontFamily: FONT, fontSize: 12, interval: 0, hideOverlap: false,
        width: lying ? (narrow ? 110 : 230) : undefined, overflow: "break", lineHeight: 15, rotate: !lying && chart.categories.length * 110 > size.width ? 35 : 0 },
    };
    const values = {
      type: "value", minInterval: chart.unit ? undefined : 1, scale: chart.kind === "line" && chart.series.length === 1,
      axisLabel: { color: SOFT, fontFamily: FONT, fontSize: 11, hideOverlap: true, formatter: (value) => value.toLocaleString("vi-VN") },
    };
    const drawn = chart.series.filter((one) => one.colour);
    const series = drawn.map((one, index) => ({
      name: one.name, type: chart.kind === "line" ? "line" : "bar", stack: chart.stacked ? "all" : undefined,
      data: one.values.map((value, place) => ({
        value,
        ...(chart.alarming[place] ? { itemStyle: { color: VERMILION, decal: LATE } } : {}),
        ...(chart.stacked && !(value && fits(value, one.texts[place])) ? { label: { show: false } } : {}),
      })),
      color: one.alarming ? VERMILION : one.colour, barMaxWidth: 34, symbol: ["circle", "rect", "triangle"][index % 3], symbolSize: 9,
      connectNulls: true, lineStyle: { width: 2.5, type: ["solid", "dashed", "dotted"][index % 3] },
      itemStyle: { borderColor: "#fff", borderWidth: chart.stacked ? 1 : 0, ...(chart.kind === "line" ? {} : { decal: one.alarming ? LATE : drawn.length > 1 ? PLAIN[index % PLAIN.length] : PLAIN[0] }) },
      emphasis: { disabled: true }, silent: true,
      label: {
        show: true, position: chart.stacked ? "inside" : lying ? (chart.mark ? "insideLeft" : "right") : index > 1 ? "bottom" : "top", color: INK, fontFamily: FONT, fontSize: 12,
        backgroundColor: "rgba(255,255,255,0.88)", padding: [1, 3], borderRadius: 2,
        formatter: (value) => one.texts[value.dataIndex],
      },
      labelLayout: { hideOverlap: true },
      markLine: index === 0 && chart.mark ? {
        silent: true, symbol: "none", lineStyle: { color: INK, type: "dashed", width: 1.5 },
        label: { formatter: chart.mark[1], position: lying ? "start" : "insideStartTop", color: INK, fontFamily: FONT, fontSize: 12, backgroundColor: "#fff", padding: [1, 3] },
        data: [lying ? { xAxis: chart.mark[0] } : { yAxis: chart.mark[0] }],
      } : undefined,
    }));
    /* An axis must reach the mark: a target that lies outside the values would not be drawn. */
    if (chart.mark) {
      const known = drawn.flatMap((one) => one.values).filter((value) => value !== null);
      const low = Math.min(...known, chart.mark[0]), high = Math.max(...known, chart.mark[0]);
      if (values.scale) values.min = Math.max(0, low - (high - low || high) * 0.25);
      values.max = Math.ceil(high + (high - (values.min || 0)) * 0.12);
      if (values.min !== undefined) values.min = Math.floor(values.min);
    }
    return {
      animation: false, textStyle: { fontFamily: FONT, color: INK },
      aria: { enabled: true, label: { enabled: false }, decal: { show: chart.kind !== "line" && (drawn.length > 1 || chart.alarming.includes(true)) } },
      legend: { show: drawn.length > 1, top: 0, left: 0, textStyle: { color: INK, fontFamily: FONT, fontSize: 13 }, itemWidth: 30, itemHeight: 16, selectedMode: false },
      grid: { left: 10, right: lying ? (chart.stacked ? 20 : 80) : 20, top: drawn.length > 1 ? (narrow ? 76 : 52) : 24, bottom: lying && chart.mark ? 24 : 10, containLabel: true },
      xAxis: lying ? values : names, yAxis: lying ? names : values, series,
    };
  };

  const drawings = [];
  const draw = (one) => {
    const width = Math.floor(one.plot.clientWidth);
    if (!width || width === one.width || matchMedia("print").matches) return;
    one.width = width;
    const narrow = width < 520;
    const size = { width, height: height(one.chart, narrow) };
    if (one.drawing) one.drawing.resize(size);
    else one.drawing = echarts.init(one.plot, null, { renderer: "svg", ...size });
    one.drawing.setOption(option(one.chart, narrow, size), true);
    /* With this, paper of another width gets the same picture, scaled. */
    one.plot.querySelector("svg").setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  };
  for (const chart of figures) {
    const plot = place.querySelector(`[data-plot="${chart.id}"]`);
    if (!plot) continue;
    plot.classList.add("drawn");
    const one = { plot, chart, width: 0, drawing: null };
    drawings.push(one);
    draw(one);
  }
  place.dataset.drawn = String(drawings.length);
  let waiting = 0;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => drawings.forEach(draw), 150); });
})();

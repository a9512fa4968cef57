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

  const height = (chart, narrow) => {
    const drawn = chart.series.filter((one) => one.colour).length;
    if (chart.kind !== "bar") return 340;
    const lines = Math.ceil(Math.max(...chart.categories.map((name) => name.length)) / (narrow ? 15 : 32));
    return 80 + chart.categories.length * Math.max(36, lines * 15 + 10, chart.stacked ? 0 : drawn * 20);
  };
  const option = (chart, narrow) => {
    const lying = chart.kind === "bar";
    const names = {
      type: "category", data: chart.categories, inverse: lying, axisTick: { show: false },
      axisLabel: { color: INK, fontFamily: FONT, fontSize: 12, interval: 0, hideOverlap: false,
        width: lying ? (narrow ? 110 : 230) : undefined, overflow: "break", lineHeight: 15, rotate: !lying && (narrow || chart.categories.length > 6) ? 35 : 0 },
    };
    const values = {
      type: "value", minInterval: chart.unit ? undefined : 1, scale: chart.kind === "line" && chart.series.length === 1,
      axisLabel: { color: SOFT, fontFamily: FONT, fontSize: 11, hideOverlap: true, formatter: (value) => value.toLocaleString("vi-VN") },
    };
    const drawn = chart.series.filter((one) => one.colour);
    const series = drawn.map((one, index) => ({
      name: one.name, type: chart.kind === "line" ? "line" : "bar", stack: chart.stacked ? "all" : undefined,
      data: one.values, color: one.colour, barMaxWidth: 34, symbol: ["circle", "rect", "triangle"][index % 3], symbolSize: 9,
      connectNulls: true, lineStyle: { width: 2.5, type: ["solid", "dashed", "dotted"][index % 3] },
      itemStyle: { borderColor: "#fff", borderWidth: chart.stacked ? 1 : 0 },
      emphasis: { disabled: true }, silent: true,
      label: {
        show: true, position: chart.stacked ? "inside" : lying ? "right" : index > 1 ? "bottom" : "top", color: INK, fontFamily: FONT, fontSize: 12,
        backgroundColor: "rgba(255,255,255,0.88)", padding: [1, 3], borderRadius: 2,
        formatter: (value) => (chart.stacked && !value.value ? "" : one.texts[value.dataIndex]),
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
      const known = series.flatMap((one) => one.data).filter((value) => value !== null);
      const low = Math.min(...known, chart.mark[0]), high = Math.max(...known, chart.mark[0]);
      if (values.scale) values.min = Math.max(0, low - (high - low || high) * 0.25);
      values.max = Math.ceil(high + (high - (values.min || 0)) * 0.12);
      if (values.min !== undefined) values.min = Math.floor(values.min);
    }
    return {
      animation: false, textStyle: { fontFamily: FONT, color: INK },
      aria: { enabled: true, label: { enabled: false }, decal: { show: chart.kind !== "line" && drawn.length > 1 } },
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
    one.drawing.setOption(option(one.chart, narrow), true);
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

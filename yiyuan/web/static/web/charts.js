/* Draws every [data-chart] of a page with ECharts; the data is that of `components.Chart`. Colours come from the sheet. */
(function () {
  "use strict";
  var sheet = getComputedStyle(document.documentElement);
  function token(name) { return sheet.getPropertyValue("--" + name).trim(); }
  var colours = [token("accent"), token("part-b"), token("soon")];
  var text = { color: token("ink-2"), fontFamily: sheet.getPropertyValue("--font"), fontSize: 12 };
  var line = { lineStyle: { color: token("line") } };

  function scale(percent) {
    return {
      type: "value", min: 0, max: percent ? 100 : null, interval: percent ? 25 : undefined, minInterval: 1, splitNumber: 4,
      splitLine: percent ? { show: false } : line,
      axisLabel: Object.assign({}, text, { formatter: percent ? "{value}%" : null })
    };
  }

  function option(data) {
    var counts = data.series.some(function (one) { return !one.percent; });
    var rates = data.series.some(function (one) { return one.percent; });
    var names = {
      type: "category", data: data.labels, inverse: data.across, axisTick: { show: false }, axisLine: line,
      axisLabel: Object.assign({}, text, data.across ? { width: 130, overflow: "truncate" } : { hideOverlap: true })
    };
    var values = (counts ? [scale(false)] : []).concat(rates ? [scale(true)] : []);
    return {
      animation: false, color: colours, textStyle: text,
      legend: data.series.length > 1 ? { top: 0, left: 0, itemHeight: 10, itemWidth: 16, textStyle: text } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", textStyle: { fontSize: 12 } },
      grid: { left: 4, right: data.across ? 36 : 8, top: data.series.length > 1 ? 36 : 12, bottom: 4, containLabel: true },
      xAxis: data.across ? values : names,
      yAxis: data.across ? names : values,
      series: data.series.map(function (one) {
        var place = counts && one.percent ? 1 : 0;
        return {
          type: one.kind, name: one.name, data: one.values, stack: one.kind === "bar" ? "all" : undefined,
          xAxisIndex: data.across ? place : 0, yAxisIndex: data.across ? 0 : place, barMaxWidth: 22,
          symbolSize: 7, lineStyle: { width: 2 }, color: counts && one.percent ? token("soon") : undefined,
          label: { show: data.across, position: "right", color: token("ink"), fontSize: 12 }
        };
      })
    };
  }

  document.querySelectorAll("[data-chart]").forEach(function (place) {
    var data = JSON.parse(place.dataset.chart);
    if (data.across) { place.style.height = Math.max(90, 30 * data.labels.length + 40) + "px"; }
    var drawn = echarts.init(place, null, { devicePixelRatio: Math.max(2, window.devicePixelRatio) });
    drawn.setOption(option(data));
    var fit = function () { drawn.resize(); };
    window.addEventListener("resize", fit);
    window.addEventListener("beforeprint", fit);
  });
})();

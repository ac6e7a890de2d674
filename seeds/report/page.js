"use strict";
/* Draws the plots from the page's own data; text goes in as text, never as markup. */
(function () {
  const tip = document.getElementById("tip");
  function show(handler, event, item, value) {
    if (!value || typeof value !== "object") { tip.hidden = true; return; }
    tip.replaceChildren();
    for (const name of Object.keys(value)) {
      const line = document.createElement("div");
      const label = document.createElement("span");
      label.textContent = name;
      line.append(label, String(value[name]));
      tip.append(line);
    }
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, window.innerWidth - box.width - 4)) + "px";
    tip.style.top = Math.max(4, Math.min(event.clientY + 14, window.innerHeight - box.height - 4)) + "px";
  }
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const options = {
    mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip: show,
    loader: { target: "_blank" }
  };
  Promise.all(Object.keys(charts).map(function (name) {
    const place = document.getElementById("plot-" + name);
    const shape = charts[name].usermeta;
    if (shape) { charts[name].height = Math.round(Math.min(shape.tallest, place.clientWidth * shape.ratio)); }
    return vegaEmbed(place, charts[name], options);
  })).then(function () { document.documentElement.dataset.drawn = "yes"; })
    .catch(function (error) { document.documentElement.dataset.drawn = "no"; console.error(error); });
})();

// Plots by uPlot, in the page's colours, as wide as there is room.

import { h } from "./dom.js";

const open = new Set();

function colour(node, name) {
  node.style.color = `var(--${name})`;
  const value = getComputedStyle(node).color;
  node.style.color = "";
  return value;
}

function hours(at, step) {
  return new Date(at * 1000).toISOString().slice(11, step < 60 ? 19 : 16);
}

export class Plot {
  /**
   * @param lines [{name, colour, dash}] with colours by their names in style.css
   * @param text a figure of the axis as text
   */
  constructor({ title, lines, text, height = 150 }) {
    Object.assign(this, { title, lines, text, height, data: null, chart: null });
    this.box = h("div", { class: "plot-box" });
    this.node = h("figure", { class: "plot", role: "group", "aria-label": title },
      h("figcaption", {}, h("span", {}, title), h("span", { class: "legend" }, lines.map((line) =>
        h("span", {}, h("i", { class: `swatch ${line.colour}` }), line.name)))),
      this.box);
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.box);
    open.add(this);
  }

  /** Columns: x in seconds since the epoch, then one per line. */
  show(data) {
    this.data = data;
    if (this.chart) this.chart.setData(data);
    else this.draw();
  }

  fit() {
    const width = this.box.clientWidth;
    if (this.chart && width > 0 && width !== this.chart.width) this.chart.setSize({ width, height: this.height });
    else if (!this.chart) this.draw();
  }

  draw() {
    if (!this.data || this.box.clientWidth === 0) return;
    this.chart?.destroy();
    const grid = { stroke: colour(this.box, "line"), width: 1 };
    const axis = { stroke: colour(this.box, "dim"), grid, ticks: { ...grid, size: 4 }, font: "11px system-ui, sans-serif" };
    this.chart = new window.uPlot({
      width: this.box.clientWidth,
      height: this.height,
      legend: { show: false },
      cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
      tzDate: (seconds) => window.uPlot.tzDate(new Date(seconds * 1000), "UTC"), // ticks at whole minutes of it
      scales: { y: { range: (chart, low, high) => [0, high > 0 ? high * 1.1 : 1] } },
      axes: [
        { ...axis, space: 70, size: 26, values: (chart, ticks, i, space, step) => ticks.map((at) => hours(at, step)) },
        { ...axis, size: 52, space: 34, values: (chart, ticks) => ticks.map(this.text) },
      ],
      series: [{}, ...this.lines.map((line) => ({
        label: line.name,
        stroke: colour(this.box, line.colour),
        dash: line.dash,
        width: 1.5,
        points: { show: false },
        spanGaps: false,
      }))],
    }, this.data, this.box);
  }

  close() {
    open.delete(this);
    this.watch.disconnect();
    this.chart?.destroy();
  }
}

/** The colours have changed. */
export function redraw() {
  open.forEach((plot) => plot.draw());
}

// Which destination is in trouble, since when, why, how much waits, what comes next; and the figures of everything.

import { fill, h, panel } from "./dom.js";
import { compact, count, percent, rate, seconds } from "./format.js";
import { badge, link, next, NAMES, sinceWhen, waiting } from "./destination.js";
import { get } from "./api.js";
import { Plot } from "./plot.js";
import { Ring } from "./ring.js";

export const title = "Overview";

const POINTS = 900;

export function show(root, page) {
  const verdict = h("p", { class: "verdict", role: "status" });
  const list = h("ul", { class: "troubles" });
  const states = h("p", { class: "states" });
  const funnel = h("div", { class: "funnel" });
  const rates = new Plot({ title: "Events and deliveries a second", text: compact, lines: [
    { name: "received", colour: "c1" }, { name: "delivered", colour: "c2" }, { name: "filtered", colour: "c3" }, { name: "dead", colour: "c4" }] });
  const waits = new Plot({ title: "Pending", text: compact, lines: [{ name: "pending", colour: "c5" }] });
  const ring = new Ring(POINTS, 4);
  const depth = new Ring(POINTS, 1);
  page.closing(() => [rates, waits].forEach((plot) => plot.close()));

  const draw = (data) => {
    tell(verdict, data);
    troubles(list, data.trouble ?? []);
    fill(states, NAMES.filter((name) => data.states?.[name]).map((name) =>
      h("a", { href: `#/destinations?state=${name}` }, badge(name), ` ${count(data.states[name])}`)));
    totals(funnel, data);
    const at = Date.parse(data.at) / 1000;
    const r = data.rates ?? {};
    ring.push(at, [r.received, r.delivered, r.filtered, r.dead]);
    depth.push(at, [data.totals?.pending]);
    rates.show(ring.data());
    waits.show(depth.data());
  };
  let shown = false;
  page.on("overview", (data) => {
    if (!shown) {
      shown = true;
      fill(root, verdict, list, states, panel("Where events are", funnel), h("div", { class: "plots" }, rates.node, waits.node));
      page.try(() => past(ring, depth, Date.parse(data.at) / 1000)).then(() => page.open && draw(data));
    }
    draw(data);
  });
}

/** What was before the page was opened, where the gateway remembers. */
async function past(ring, depth, before) {
  const { series } = await get("/v1/funnel", { over: "10m" });
  if (!series?.received?.length) return;
  const [points, pending] = [ring.data(), depth.data()].map((columns) => columns.map((column) => [...column]));
  const from = Date.parse(series.from) / 1000;
  const step = parseFloat(series.step) || 1;
  ring.clear();
  depth.clear();
  series.received.forEach((received, i) => {
    const at = from + i * step;
    if (at >= before) return;
    ring.push(at, [received, series.delivered?.[i], series.filtered?.[i], series.dead?.[i]].map((n) => (n ?? 0) / step));
    depth.push(at, [series.pending?.[i]]);
  });
  points[0].forEach((at, i) => ring.push(at, points.slice(1).map((column) => column[i])));
  pending[0].forEach((at, i) => depth.push(at, [pending[1][i]]));
}

function tell(verdict, data) {
  const n = data.troubled ?? data.trouble?.length ?? 0;
  const all = data.destinations ?? 0;
  verdict.className = `verdict ${n ? "bad" : "good"}`;
  const text = n ? `${count(n)} of ${count(all)} destination${all === 1 ? "" : "s"} in trouble`
    : all ? `All ${count(all)} destinations are well` : "No destination is configured";
  if (verdict.textContent !== text) verdict.textContent = text;
}

function troubles(list, trouble) {
  const kept = new Map([...list.children].map((node) => [node.dataset.row, node]));
  const focused = document.activeElement;
  const nodes = trouble.map((d) => {
    const node = kept.get(d.destination) ?? h("li", { "data-row": d.destination, tabindex: "-1" });
    const old = node.querySelector("a");
    const anchor = old ?? link(d.destination);
    fill(node, badge(d.state), h("strong", {}, anchor), h("span", { class: "when" }, "for ", sinceWhen(d)),
      h("span", { class: "why" }, d.reason || "no reason is known"), h("span", { class: "waits" }, waiting(d)),
      h("span", { class: "then" }, h("span", { "aria-hidden": "true" }, "→ "), next(d)));
    return node;
  });
  if (nodes[0]) nodes[0].tabIndex = 0;
  list.replaceChildren(...nodes);
  list.hidden = nodes.length === 0;
  if (focused && focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
}

function totals(funnel, { totals: t = {}, rates: r = {}, oldestSeconds }) {
  const parts = [["delivered", "c2"], ["filtered", "c3"], ["dead", "c4"], ["pending", "c5"]];
  if (t.lost) parts.push(["lost", "c4"]);
  const all = t.received || 0;
  const cell = (name, colour) => h("div", { class: "cell" },
    h("span", { class: "name" }, h("i", { class: `swatch ${colour}` }), name === "dead" ? h("a", { href: "#/dead" }, "dead") : name),
    h("span", { class: "figure", title: count(t[name]) }, compact(t[name] ?? 0)),
    h("span", { class: "dim" }, name === "pending"
      ? (oldestSeconds ? `oldest ${seconds(oldestSeconds)}` : "\u00a0")
      : [name !== "received" && all ? `${percent((t[name] ?? 0) / all)} · ` : "", rate(r[name])]));
  const held = funnel.contains(document.activeElement);
  fill(funnel, cell("received", "c1"), parts.map(([name, colour]) => cell(name, colour)));
  if (held) funnel.querySelector("a")?.focus();
}

// Which destination is in trouble, since when, why, how much waits, what comes next; and the figures of everything.

import { fill, h, panel } from "./dom.js";
import { compact, count, percent, rate, seconds, tick, time } from "./format.js";
import { badge, link, next, NAMES, sinceWhen, waiting, why } from "./destination.js";
import { get } from "./api.js";
import { Plot } from "./plot.js";
import { Ring } from "./ring.js";

export const title = "Overview";

/** The verdict is what is read first. */
export const bare = true;

const POINTS = 900;

export function show(root, page) {
  const verdict = h("p", { class: "verdict", role: "status" });
  const list = h("ul", { class: "troubles" });
  const states = h("p", { class: "states" });
  const funnel = h("div", { class: "funnel" });
  const scope = h("p", { class: "dim" });
  const rates = new Plot({ title: "Events and deliveries a second", text: tick, lines: [
    { name: "received", colour: "c1" }, { name: "delivered", colour: "c2" }, { name: "filtered", colour: "c3" }, { name: "dead", colour: "c4" }] });
  const waits = new Plot({ title: "Pending", text: tick, lines: [{ name: "pending", colour: "c5" }] });
  const past = new Past();
  page.closing(() => [rates, waits].forEach((plot) => plot.close()));

  const draw = (data) => {
    tell(verdict, data);
    troubles(list, data.trouble ?? []);
    fill(states, NAMES.filter((name) => data.states?.[name]).map((name) =>
      h("a", { href: `#/destinations?state=${name}` }, badge(name), ` ${count(data.states[name])}`)));
    if (!data.total) return;
    past.add(data.at, data.total);
    totals(funnel, data.total, past.now, data.oldestSeconds);
    fill(scope, scoped(data.partitions));
    rates.show(past.rates.data());
    waits.show(past.pending.data());
  };
  let shown = false;
  page.on("overview", (data) => {
    if (!shown) {
      shown = true;
      fill(root, verdict, list, states, data.total && [panel("Where events are", funnel, scope), h("div", { class: "plots" }, rates.node, waits.node)]);
      if (data.total) page.try(() => past.load()).then(() => page.open && draw(data));
    }
    draw(data);
  });
}

/** Of which partitions the totals are, where not all are of the node that is asked. */
function scoped(p) {
  if (!p || (!p.elsewhere && !p.unknown)) return "";
  const old = p.elsewhere ? `; ${count(p.elsewhere)} of other nodes, by their checkpoints${p.checkpointAt ? ` up to ${time(p.checkpointAt)}` : ""}` : "";
  const lacks = p.unknown ? `; ${count(p.unknown)} not counted, since nothing is known of them` : "";
  return `Of all nodes: ${count(p.here)} partition${p.here === 1 ? "" : "s"} of this one as they are${old}${lacks}.`;
}

const COUNTED = ["received", "delivered", "filtered", "dead"];

/** How the totals grew: they count from the beginning, a rate is between two of them. */
class Past {
  constructor() {
    this.rates = new Ring(POINTS, COUNTED.length);
    this.pending = new Ring(POINTS, 1);
    this.now = {};
    this.before = null;
    this.kept = [];
  }

  add(iso, total) {
    const at = Date.parse(iso) / 1000;
    if (this.before && at - this.before.at < 0.9) return;
    if (this.before) {
      const span = at - this.before.at;
      for (const name of COUNTED) this.now[name] = Math.max(0, (total[name] - this.before.total[name]) / span);
      this.rates.push(at, COUNTED.map((name) => this.now[name]));
    }
    this.pending.push(at, [total.pending]);
    this.before = { at, total };
    this.kept.push([iso, total]);
    if (this.kept.length > 60) this.kept.shift();
  }

  /** What was before the page was opened, as far as the gateway remembers. */
  async load() {
    const { over } = await get("/v1/funnel", { over: "10m", limit: 1 });
    const since = [...this.kept];
    const first = since.length ? Date.parse(since[0][0]) : Infinity;
    this.rates.clear();
    this.pending.clear();
    this.before = null;
    for (const sample of over ?? []) if (Date.parse(sample.at) < first) this.add(sample.at, sample);
    for (const [iso, total] of since) this.add(iso, total);
  }
}

function tell(verdict, data) {
  const n = data.troubled ?? data.trouble?.length ?? 0;
  const all = data.destinations ?? 0;
  verdict.className = `verdict ${n ? "bad" : "good"}`;
  const part = data.partitions?.elsewhere || data.partitions?.unknown ? " on this node" : "";
  const text = n ? `${count(n)} of ${count(all)} destination${all === 1 ? "" : "s"} in trouble${part}`
    : all ? `All ${count(all)} destinations are well${part}` : "No destination is configured";
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
      h("span", { class: "why" }, why(d) || "no reason is known"), h("span", { class: "waits" }, waiting(d)),
      h("span", { class: "then" }, h("span", { "aria-hidden": "true" }, "→ "), next(d)));
    return node;
  });
  if (nodes[0]) nodes[0].tabIndex = 0;
  list.replaceChildren(...nodes);
  list.hidden = nodes.length === 0;
  if (focused && focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true });
}

function totals(funnel, t, r, oldestSeconds) {
  const parts = [["delivered", "c2"], ["filtered", "c3"], ["dead", "c4"], ["pending", "c5"]];
  if (t.lost) parts.push(["lost", "c4"]);
  if (t.missing) parts.push(["missing", "c4"]);
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

// One destination: how it stands, what holds it back, what was tried, and what an operator can do about it.

import { empty, fill, h, panel, pretty, toast } from "./dom.js";
import { bytes, count, millis, rate, seconds, tick, time } from "./format.js";
import { badge, errors, next, sinceWhen, unwritten, why, words } from "./destination.js";
import { get, post } from "./api.js";
import { confirm, dialog } from "./dialog.js";
import { Plot } from "./plot.js";
import { Ring } from "./ring.js";
import { Table } from "./table.js";
import { attempts } from "./attempts.js";

export const title = "Destination";

const POINTS = 900;

export function show(root, page) {
  const id = page.path[1] ?? "";
  const path = `/v1/destinations/${encodeURIComponent(id)}`;
  document.title = `${id} – Centrifuge`;
  fill(page.heading, id);
  const view = new View(id, path, page);
  page.closing(() => view.close());
  page.watch(`destination:${id}`);
  page.on("destination", (d) => view.draw(root, d));
  page.on("problem", (p) => {
    if (p.topic === `destination:${id}` && p.status === 404) fill(root, empty("There is no destination of that name."));
  });
  page.try(async () => view.draw(root, await get(path, {}, page.signal)));
}

class View {
  constructor(id, path, page) {
    Object.assign(this, { id, path, page, shown: false });
    this.head = h("div", { class: "hero" });
    this.buttons = h("div", { class: "buttons" });
    this.facts = h("dl", { class: "facts" });
    this.limits = h("dl", { class: "facts" });
    this.actions = h("ul", { class: "plain" });
    this.config = h("div", {});
    this.plots = [
      ["Rates a second", tick, [["in", "c1"], ["out", "c2"], ["failed", "c4"]]],
      ["Concurrency", tick, [["concurrency", "c5"]]],
      ["p99 latency", (n) => (n >= 1000 ? `${n / 1000} s` : `${n} ms`), [["p99Millis", "c3"]]],
      ["Waiting", tick, [["backlog", "c5"]]],
    ].map(([name, text, lines]) => ({
      keys: lines.map(([key]) => key),
      plot: new Plot({ title: name, text, height: 120, lines: lines.map(([key, colour]) => ({ name: key === "p99Millis" ? "p99" : key, colour })) }),
      ring: new Ring(POINTS, lines.length),
    }));
    this.tries = attempts(false);
    this.dead = new Table({
      caption: "Newest dead letters", key: (d) => d.id,
      columns: [
        { name: "When", cell: (d) => h("a", { href: `#/dead/${encodeURIComponent(d.id)}`, "data-open": true }, time(d.at)), bare: true },
        { name: "Message", cell: (d) => h("code", {}, d.messageId), grow: true },
        { name: "Reason", cell: (d) => d.reason },
        { name: "Attempts", cell: (d) => count(d.attempts), num: true },
        { name: "Size", cell: (d) => bytes(d.size), num: true },
      ],
    });
    this.triesBox = h("div", {}, empty("Loading…"));
    this.deadBox = h("div", {}, empty("Loading…"));
  }

  draw(root, d) {
    if (!this.page.open) return;
    this.state = d.state;
    fill(this.head, badge(d.state), h("span", {}, "for ", sinceWhen(d)), why(d) && h("span", { class: "why" }, why(d)),
      h("span", { class: "then" }, h("span", { "aria-hidden": "true" }, "→ "), next(d)));
    this.offer(d.state === "paused");
    this.fact(this.facts, [
      ["Cannot be written", unwritten(d), "wide"],
      ["Address", h("code", {}, d.url ?? "–")], ["Rate", `${rate(d.ratePerSecond?.in)} in, ${rate(d.ratePerSecond?.out)} out`],
      ["Latency", `p50 ${millis(d.p50Millis)}, p99 ${millis(d.p99Millis)}`], ["Errors", errors(d)],
      ["Waiting", `${count(d.backlog ?? 0)}${d.backlog && typeof d.backlogAgeSeconds === "number" ? `, the oldest for ${seconds(d.backlogAgeSeconds)}` : ""}`],
      ["On other nodes", elsewhere(d.elsewhere)],
      ["Drains in", typeof d.drainSeconds === "number" ? `about ${seconds(d.drainSeconds)}` : "–"],
      ["In flight", `${count(d.inFlight)}; ${count(d.queued)} more in memory`],
      ["Sources", d.sources?.map((id) => (id === "*" ? "all (*)" : id)).join(", ")],
      ...["delivered", "filtered", "dead", "pending", "lost"].map((name) => [name[0].toUpperCase() + name.slice(1), d.counts?.[name] === undefined || (name === "lost" && !d.counts.lost) ? null : count(d.counts[name])]),
    ]);
    if (d.limits) this.fact(this.limits, limits(d.limits));
    if (d.actions) fill(this.actions, d.actions.length ? d.actions.map(action) : h("li", { class: "dim" }, "Nobody has acted on it."));
    if (d.config && !this.config.firstChild) fill(this.config, pretty(d.config));
    if (!this.shown) this.first(root);
    if (d.history) this.past(d.history);
  }

  first(root) {
    this.shown = true;
    fill(root, this.head, this.buttons, this.facts, h("div", { class: "plots" }, this.plots.map(({ plot }) => plot.node)),
      panel("Limits in force", this.limits), panel("Recent attempts", this.triesBox),
      panel("Dead letters", this.deadBox, h("p", {}, h("a", { href: `#/dead?destination=${encodeURIComponent(this.id)}` }, "All dead letters of it"))),
      panel("Actions", this.actions), h("details", { class: "panel" }, h("summary", {}, "Configuration"), this.config));
    this.page.every(3000, () => this.lists());
  }

  async lists() {
    const tries = await get(`${this.path}/attempts`, { limit: 20 }, this.page.signal);
    list(this.triesBox, this.tries, tries.items, "No attempt is remembered.");
    const dead = await get("/v1/dead", { destination: this.id, limit: 5 }, this.page.signal);
    list(this.deadBox, this.dead, dead.items, "None.");
  }

  /** The gateway sends all that it remembers each time, or what is new: either way the newest points count. */
  past(history) {
    const from = Date.parse(history.from) / 1000;
    const step = parseFloat(history.step) || 1;
    for (const { keys, plot, ring } of this.plots) {
      const length = Math.max(...keys.map((key) => history[key]?.length ?? 0));
      const last = ring.data()[0].at(-1) ?? -Infinity;
      for (let i = 0; i < length; i++) {
        const at = from + i * step;
        if (at > last) ring.push(at, keys.map((key) => history[key]?.[i]));
      }
      plot.show(ring.data());
    }
  }

  fact(node, all) {
    fill(node, all.filter(([, value]) => value !== null && value !== undefined).map(([name, value, how]) =>
      h("div", { class: how ?? null }, h("dt", {}, name), h("dd", {}, value))));
  }

  offer(paused) {
    if (this.offered === paused) return;
    this.offered = paused;
    fill(this.buttons,
      paused ? h("button", { type: "button", class: "primary", id: "resume", onclick: () => this.act("resume") }, "Resume")
        : h("button", { type: "button", class: "danger", id: "pause", onclick: () => this.act("pause") }, "Pause"),
      h("button", { type: "button", id: "test", onclick: () => this.test() }, "Send a test"),
      h("a", { class: "button", href: `#/replays?destination=${encodeURIComponent(this.id)}` }, "Replay…"));
  }

  async act(what) {
    const answer = await confirm({
      title: `${what === "pause" ? "Pause" : "Resume"} ${this.id}?`,
      body: h("p", {}, what === "pause"
        ? "Nothing is sent to it from now on. Its events wait in the log, as long as the log keeps them."
        : "What waits is sent, as fast as its limits allow."),
      yes: what === "pause" ? "Pause" : "Resume",
      danger: what === "pause",
      note: true,
    });
    if (!answer) return;
    await this.doing(async () => {
      await post(`${this.path}/${what}`, answer);
      toast(`${this.id} is ${what === "pause" ? "paused" : "resumed"}.`);
    });
  }

  async test() {
    const go = await confirm({
      title: `Send a test to ${this.id}?`, yes: "Send",
      body: h("p", {}, "One made-up event goes to its address now, past what waits."),
    });
    if (!go) return;
    await this.doing(async () => {
      const r = await post(`${this.path}/test`, {});
      await dialog({
        title: r.cause ? "The test failed" : "The test was delivered", no: "Close",
        body: [h("dl", { class: "facts" }, [["Status", r.status || "none"], ["Cause", r.cause && words(r.cause)], ["Took", millis(r.latencyMillis)]]
          .filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
        h("h3", {}, "Answer"), pretty(r.answer || "nothing"), h("h3", {}, "Request"), pretty(r.request ?? {})],
      });
    });
  }

  async doing(work) {
    try {
      await work();
    } catch (why) {
      toast(why.message, true);
    }
  }

  close() {
    this.plots.forEach(({ plot }) => plot.close());
  }
}

function list(box, table, items, none) {
  table.show(items);
  const shown = items.length ? table.node : empty(none);
  if (box.firstChild !== shown) fill(box, shown);
}

/** What partitions of other nodes had at their last checkpoint. */
function elsewhere(e) {
  if (!e) return null;
  const waits = e.backlog ? `${count(e.backlog)} waiting, ${e.detached ? `${count(e.detached)} of them left in the log` : "none of them left behind"}` : "nothing waiting";
  return `${waits}, in ${count(e.partitions)} partition${e.partitions === 1 ? "" : "s"}; its state there is not known`;
}

function limits(l) {
  const known = [
    ["Concurrency", l.concurrency && `${count(l.concurrency.now)} of at most ${count(l.concurrency.max)}`],
    ["Rate", l.rate && (typeof l.rate === "object" ? `${count(l.rate.limit)} in ${l.rate.per}, bursts of ${count(l.rate.burst)}` : l.rate)],
    ["Breaker", text(l.breaker)],
    ["Users in order", l.blockedKeys ? `${count(l.blockedKeys)} wait for an earlier event` : "none waits"],
    ["Asked to wait until", l.gateUntil && time(l.gateUntil)],
    ["Ramp", l.ramp && "concurrency grows step by step"],
  ];
  const names = new Set(["concurrency", "rate", "breaker", "gateUntil", "ramp", "blockedKeys"]);
  const others = Object.entries(l).filter(([name]) => !names.has(name)).map(([name, value]) => [name, text(value)]);
  return [...known.map(([name, value]) => [name, value ?? "none"]), ...others];
}

function text(value) {
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return String(value);
  return Object.entries(value).filter(([, v]) => v !== null).map(([name, v]) => `${name} ${typeof v === "object" ? JSON.stringify(v) : v}`).join(", ");
}

function action(a) {
  return h("li", {}, h("time", { datetime: a.at, title: a.at, class: "dim" }, time(a.at)), " ", h("strong", {}, a.action), " by ", a.who,
    a.note && h("span", { class: "dim" }, ` – ${a.note}`));
}

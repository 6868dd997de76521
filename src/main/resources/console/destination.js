// How a destination stands, in words: the same on every page.

import { h } from "./dom.js";
import { compact, percent, seconds, since, time, until } from "./format.js";

// The mark tells the states apart without their colours.
const STATES = {
  down: ["bad", "▼"],
  absent: ["bad", "∅"],
  gone: ["bad", "∅"],
  slow: ["warn", "◆"],
  throttled: ["warn", "◆"],
  recovering: ["warn", "▲"],
  paused: ["info", "❚❚"],
  disabled: ["info", "○"],
  ok: ["good", "●"],
};

export const NAMES = Object.keys(STATES);

export function badge(state) {
  const [tone, mark] = STATES[state] ?? ["info", "?"];
  return h("span", { class: `badge ${tone}` }, h("span", { "aria-hidden": "true" }, mark), ` ${state}`);
}

export const address = (id) => `#/destination/${encodeURIComponent(id)}`;

export function link(id) {
  return h("a", { href: address(id), "data-open": true }, id);
}

/** How long it has been so. */
export function sinceWhen(d) {
  return d.since ? h("time", { datetime: d.since, title: d.since }, since(d.since)) : "–";
}

/** How much waits, and how old the oldest of it is. */
export function waiting(d) {
  if (!d.backlog) return "nothing waits";
  return `${compact(d.backlog)} wait${d.backlog === 1 ? "s" : ""}, the oldest for ${seconds(d.backlogAgeSeconds ?? 0)}`;
}

/** What will happen next if nobody does anything. */
export function next(d) {
  if (d.next) return d.next;
  const drains = typeof d.drainSeconds === "number" ? `drained in about ${seconds(d.drainSeconds)}` : null;
  switch (d.state) {
    case "down":
      return d.probeAt ? `probes it again in ${until(d.probeAt)}; events wait for it` : "probes it until it answers; events wait for it";
    case "recovering":
      return drains ? `speeds up; ${drains}` : "speeds up as long as it answers";
    case "throttled":
      return d.gateUntil ? `sends again at ${time(d.gateUntil)}, as it asked` : "keeps to the rate it allows";
    case "slow":
      return drains ? `sends less at once; ${drains}` : "sends less at once until it answers faster";
    case "paused":
      return "sends nothing until somebody resumes it";
    case "disabled":
      return "sends nothing: the configuration disables it";
    case "absent":
    case "gone":
      return "keeps what waits until it is configured again, or counts as removed";
    default:
      return drains && d.backlog ? drains : "goes on";
  }
}

export function errors(d) {
  const share = d.errorShare ?? 0;
  return h("span", { class: share >= 0.5 ? "tone-bad" : share >= 0.05 ? "tone-warn" : null }, percent(d.errorShare));
}

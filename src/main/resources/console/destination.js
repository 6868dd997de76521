// How a destination stands, in words: the same on every page.

import { h } from "./dom.js";
import { ago, compact, count, millis, percent, rate, seconds, since, time, until } from "./format.js";

// The mark tells the states apart without their colours.
const STATES = {
  down: ["bad", "▼"],
  absent: ["bad", "∅"],
  gone: ["bad", "∅"],
  refusing: ["bad", "✕"],
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

const CAUSES = {
  timeout: "no answer in time", connect: "no connection", reset: "it ends the connection", dns: "its name has no address",
  tls: "TLS fails, or is not trusted", forbidden_address: "its address is not allowed", proxy: "the proxy does not reach it",
  token: "no access token to be had", protocol: "its answer is not HTTP", busy: "too many attempts at once",
  closed: "the delivery was closed", internal: "a fault of the gateway: see its log",
};

/** A cause of the gateway's small set, in words. */
export function words(cause) {
  const status = /^http_(\d+)$/.exec(cause ?? "");
  return status ? `HTTP ${status[1]}` : CAUSES[cause] ?? String(cause ?? "").replaceAll("_", " ");
}

/** Why it is so; empty where all is well. */
export function why(d) {
  const r = d.reason;
  if (!r) return pace(d);
  if (typeof r === "string") return r;
  const cause = words(r.cause);
  const status = r.status && !cause.includes(String(r.status)) ? ` (HTTP ${r.status})` : "";
  if (r.by) return `by ${r.by}${r.note ? `: ${r.note}` : ""}`;
  return `${cause}${status}${r.at && Math.abs(Date.parse(r.at) - Date.parse(d.since)) > 5000 ? `, last ${ago(r.at)}` : ""}`;
}

/** What there is to say where nothing failed and events wait all the same. */
function pace(d) {
  const rates = d.ratePerSecond;
  if (d.state !== "slow" || !rates) return "";
  return `takes ${rate(rates.out)} of ${rate(rates.in)}${typeof d.p50Millis === "number" ? `, answers in ${millis(d.p50Millis)}` : ""}`;
}

/** How much waits, and how old the oldest of it is. */
export function waiting(d) {
  if (!d.backlog) return "nothing waits";
  return `${compact(d.backlog)} wait${d.backlog === 1 ? "s" : ""}, ${typeof d.backlogAgeSeconds === "number" ? `the oldest for ${seconds(d.backlogAgeSeconds)}` : "nobody here knows since when"}`;
}

/** What will happen next if nobody does anything. */
export function next(d) {
  if (d.next) return d.next;
  const drains = typeof d.drainSeconds === "number" ? `drained in about ${seconds(d.drainSeconds)}` : null;
  switch (d.state) {
    case "down":
      return d.probeAt ? `probes it again in ${until(d.probeAt)}; events wait for it` : "probes it until it answers; events wait for it";
    case "refusing":
      return "goes on; what is refused becomes a dead letter at once";
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
    case "gone":
      return "sends nothing until somebody resumes it, or its address changes";
    case "absent":
      return "keeps what waits until it is configured again, or counts as removed";
    default:
      return drains && d.backlog ? drains : "goes on";
  }
}

/** Legs whose dead letter or delay is refused by Kafka; null where there are none. */
export function unwritten(d) {
  if (!d.unwritten) return null;
  const { legs, reason } = d.unwritten;
  return h("span", { class: "tone-bad" },
    `${count(legs)} ${legs === 1 ? "leg stays" : "legs stay"} open and ${legs === 1 ? "is" : "are"} tried again${reason ? ` (${reason})` : ""}`);
}

export function errors(d) {
  const share = d.errorShare ?? 0;
  return h("span", { class: share >= 0.5 ? "tone-bad" : share >= 0.05 ? "tone-warn" : null }, percent(d.errorShare));
}

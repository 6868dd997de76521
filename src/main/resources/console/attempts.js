// A table of attempts, of a destination or of a leg.

import { h } from "./dom.js";
import { millis, time } from "./format.js";
import { words } from "./destination.js";
import { Table } from "./table.js";

const TONES = { delivered: "good", failed: "warn", refused: "bad", dropped: "bad", dead: "bad" };

export function outcome(a) {
  return h("span", { class: `tone-${TONES[a.outcome] ?? "info"}` }, a.outcome);
}

function next(n) {
  if (!n || n.what === "delivered") return "–";
  return [n.what, n.at && ` ${time(n.at)}`, n.detail && ` (${n.detail})`];
}

/** @param leg whether they are of one leg, whose message all know */
export function attempts(leg) {
  const columns = [
    { name: "When", cell: (a) => h("time", { datetime: a.at, title: a.at }, time(a.at)), bare: true },
    { name: "Outcome", cell: outcome, bare: true },
    { name: "Status", cell: (a) => a.status || "–", num: true },
    { name: "Cause", cell: (a) => (a.cause ? words(a.cause) : "") },
    { name: "Took", cell: (a) => millis(a.latencyMillis), num: true },
    { name: "Attempt", cell: (a) => String(a.attempt ?? "–"), num: true },
    { name: "Answer", cell: (a) => a.answer ?? "", grow: true, class: "answer" },
    { name: "Next", cell: (a) => next(a.next) },
  ];
  if (!leg) {
    columns.splice(2, 0, { name: "Message", cell: (a) => h("a", { href: `#/events?id=${encodeURIComponent(a.messageId)}`, "data-open": true }, a.messageId), class: "name" });
  }
  return new Table({ caption: "Attempts, newest first", key: (a) => `${a.at} ${a.messageId} ${a.attempt}`, columns });
}

// What became of an event: every leg, every attempt.

import { empty, field, fill, h, panel, pretty, values } from "./dom.js";
import { bytes, time, until } from "./format.js";
import { address } from "./destination.js";
import { get, query } from "./api.js";
import { attempts } from "./attempts.js";

export const title = "Events";

const TONES = { delivered: "good", filtered: "info", pending: "warn", delayed: "warn", detached: "warn", dead: "bad", duplicate: "info", unknown: "info" };

export function show(root, page) {
  const given = Object.fromEntries(page.params);
  const results = h("div", { "aria-live": "polite" });
  const form = h("form", { class: "filters", role: "search" },
    field("Message id", "id", { value: given.id ?? "", required: true, maxlength: 200, "data-search": true, type: "search", placeholder: "messageId, or a CloudEvent's id", class: "wide" }),
    field("Source", "source", { value: given.source ?? "", placeholder: "any" }),
    field("Since", "since", { value: given.since ?? "", placeholder: "2h, or a time" }),
    field("Until", "until", { value: given.until ?? "", placeholder: "now" }),
    h("button", { class: "primary" }, "Find"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = query("#/events", values(form));
    if (query("", values(form)) === query("", given)) find();
  });
  const find = () => search(results, page, given);
  fill(root, form, results);
  if (given.id) find();
  else fill(results, empty("Tells of one event where it is: for each destination whether it was delivered, filtered, waits, or died, with every attempt."));
}

async function search(results, page, { id, ...given }) {
  fill(results, h("p", { class: "empty loading" }, "Reading the log…"));
  const found = [];
  const orphans = [];
  const more = async (cursor) => {
    const answer = await get(`/v1/events/${encodeURIComponent(id)}`, { ...given, cursor }, page.signal);
    found.push(...(answer.events ?? []));
    orphans.push(...(answer.attempts ?? []));
    const s = answer.searched;
    fill(results,
      found.length ? found.map(event) : empty("No such event in what was searched."),
      orphans.length > 0 && panel("Attempts whose event was not found", h("p", { class: "dim" }, "It was deleted from the log since, or lies outside of what was searched."), tries(orphans)),
      s && h("p", { class: "dim below" }, `Searched ${time(s.from)} to ${time(s.to)}${s.complete ? "" : ", not all of it yet"}. `),
      answer.next && h("button", { type: "button", onclick: () => page.try(() => more(answer.next)) }, "Search further"));
  };
  if (!(await page.try(() => more(undefined))) && page.open && !found.length) fill(results, empty("Nothing was found out."));
}

function tries(all) {
  const table = attempts(true);
  table.show([...all].reverse());
  return table.node;
}

function event(e) {
  return panel([e.source, e.type && ` · ${e.type}`, " ", h("span", { class: "dim" }, `received ${time(e.receivedAt)}`)],
    h("p", { class: "dim" }, `partition ${e.partition}, offset ${e.offset}, ${bytes(e.size)}`),
    (e.legs ?? []).length ? e.legs.map(leg) : empty("It goes to no destination."),
    h("details", {}, h("summary", {}, "Payload"), pretty(e.payload)));
}

function leg(l) {
  return h("div", { class: "leg" },
    h("p", { "data-row": l.destination, tabindex: "0" },
      h("span", { class: `badge ${TONES[l.state] ?? "info"}` }, l.state), " ",
      h("a", { href: address(l.destination), "data-open": true }, l.destination),
      l.why && h("span", { class: "dim" }, ` ${l.why.replaceAll("_", " ")}`),
      l.nextAt && h("span", { class: "then" }, ` → next in ${until(l.nextAt)}`),
      l.letter && [" ", h("a", { href: `#/dead/${encodeURIComponent(l.letter)}` }, "dead letter")]),
    (l.attempts ?? []).length > 0 && tries(l.attempts));
}

// Dead letters: find them, look into one, send them again.

import { empty, field, fill, h, panel, pretty, toast, values } from "./dom.js";
import { bytes, count, time } from "./format.js";
import { address, words } from "./destination.js";
import { get, post, query } from "./api.js";
import { confirm, dialog } from "./dialog.js";
import { Pages, Table } from "./table.js";

export const title = "Dead letters";

const FILTERS = ["destination", "source", "reason", "since", "until", "text"];

export function show(root, page) {
  if (page.path[1]) return one(root, page, page.path[1]);
  return all(root, page);
}

function all(root, page) {
  const given = Object.fromEntries([...page.params].filter(([name]) => FILTERS.includes(name)));
  const chosen = new Set();
  const selected = h("button", { type: "button", disabled: true, onclick: () => redrive({ ids: [...chosen] }, load) }, "Redrive selected");
  const matching = h("button", { type: "button", onclick: () => redrive(Object.keys(given).length ? given : { all: true }, load) },
    Object.keys(given).length ? "Redrive all that match…" : "Redrive all…");
  const choose = (id, on) => {
    if (on) chosen.add(id);
    else chosen.delete(id);
    selected.disabled = chosen.size === 0;
    selected.textContent = chosen.size ? `Redrive ${count(chosen.size)} selected…` : "Redrive selected";
  };
  const table = new Table({
    caption: "Dead letters, newest first", key: (d) => d.id,
    columns: [
      { name: "Select", bare: true, once: true, head: h("span", { class: "unseen" }, "Select"), class: "tick",
        cell: (d) => h("input", { type: "checkbox", "aria-label": `Select ${d.messageId ?? d.id}`, checked: chosen.has(d.id), onchange: (e) => choose(d.id, e.target.checked) }) },
      { name: "When", cell: (d) => h("a", { href: `#/dead/${encodeURIComponent(d.id)}`, "data-open": true }, time(d.at)), bare: true },
      { name: "Destination", cell: (d) => (d.destination ? h("a", { href: address(d.destination) }, d.destination) : h("span", { class: "dim" }, "none: refused at the door")), class: "name" },
      { name: "Source", cell: (d) => d.source ?? "" },
      { name: "Message", cell: (d) => (d.range ? h("span", {}, `${count(d.range.legs)} events of partition ${d.range.partition}`) : h("code", {}, d.messageId ?? "")), grow: true },
      { name: "Reason", cell: (d) => [d.reason, d.lastStatus && d.reason !== `http_${d.lastStatus}` ? `, last HTTP ${d.lastStatus}` : ""] },
      { name: "Attempts", cell: (d) => count(d.attempts), num: true },
      { name: "Size", cell: (d) => bytes(d.size), num: true },
      { name: "Redriven", cell: (d) => (d.redriven ? h("span", { class: "tone-good" }, d.redriven.at ? time(d.redriven.at) : "yes") : "") },
    ],
  });
  const body = h("div", {}, h("p", { class: "empty loading" }, "Reading the log…"));
  const pages = new Pages(() => load());
  const load = () => page.try(async () => {
    const answer = await get("/v1/dead", { ...given, limit: 50, cursor: pages.cursor }, page.signal);
    table.show(answer.items);
    pages.answered(answer.items.length, answer.next);
    matching.disabled = !answer.items.length;
    const s = answer.searched;
    fill(body, answer.items.length ? table.node : empty(Object.keys(given).length ? "No dead letter is like that." : "There are no dead letters."),
      s && typeof s === "object" && h("p", { class: "dim" }, `Searched ${time(s.from)} to ${time(s.to)}${s.complete === false ? ", not all of it yet" : ""}.`));
  });
  const form = h("form", { class: "filters", role: "search" },
    field("Text", "text", { type: "search", value: given.text ?? "", "data-search": true, placeholder: "in the payload" }),
    field("Destination", "destination", { value: given.destination ?? "", placeholder: "any" }),
    field("Source", "source", { value: given.source ?? "", placeholder: "any" }),
    field("Reason", "reason", { value: given.reason ?? "", placeholder: "any" }),
    field("Since", "since", { value: given.since ?? "", placeholder: "24h, or a time" }),
    field("Until", "until", { value: given.until ?? "", placeholder: "now" }),
    h("button", { class: "primary" }, "Filter"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = query("#/dead", values(form));
  });
  fill(root, form, h("div", { class: "buttons" }, selected, matching), body, pages.node);
  return load();
}

/** Counts first, asks, and starts. */
async function redrive(what, after) {
  try {
    const { matched, skipped, scanned, complete } = await post("/v1/dead/redrive", { ...what, dryRun: true });
    if (!matched) {
      toast(skipped ? `Nothing to redrive: ${count(skipped)} were redriven before, or cannot be.` : "Nothing matches: nothing was redriven.");
      return;
    }
    const answer = await confirm({
      title: `Redrive ${count(matched)} dead letter${matched === 1 ? "" : "s"}?`,
      body: h("p", {}, `${complete === false ? "At least so many: the log is longer than there was time to read. " : ""}${count(scanned)} were looked at${
        skipped ? `; ${count(skipped)} were redriven before, or cannot be, and are left out` : ""}. Each is sent to its own destination again, and to no other; it may have got there before.`),
      yes: "Redrive",
    });
    if (!answer) return;
    const job = await post("/v1/dead/redrive", what);
    toast(`Redriving ${count(matched)}.`, false, ["#/replays", "Progress"]);
    after?.(job);
  } catch (why) {
    toast(why.message, true);
  }
}

async function one(root, page, id) {
  await page.try(async () => {
    const d = await get(`/v1/dead/${encodeURIComponent(id)}`, {}, page.signal);
    fill(page.heading, "Dead letter ", h("code", {}, id));
    const facts = [["Message", d.messageId ? h("a", { href: query("#/events", { id: d.messageId, source: d.source }) }, d.messageId) : "–"],
      ["Destination", d.destination ? h("a", { href: address(d.destination) }, d.destination) : "none: refused at the door"], ["Source", d.source ?? "–"], ["Died", time(d.at)],
      ["Reason", d.reason], ["Detail", d.detail], ["Cause", d.cause && words(d.cause)], ["Last status", d.lastStatus || "none"], ["Attempts", count(d.attempts)], ["Size", bytes(d.size)],
      ["Redriven", d.redriven ? [d.redriven.at && time(d.redriven.at), ` by ${d.redriven.job}`] : "no"],
      ["Event", d.reference && (d.reference.gone ? "no longer there" : `in the log, at ${d.reference.partition}-${d.reference.offset}: it was too large for its letter`)],
      ["Cannot be redriven", d.hopeless]].filter(([, value]) => value !== undefined && value !== null && value !== "");
    fill(root, h("dl", { class: "facts" }, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
      h("div", { class: "buttons" }, h("button", { type: "button", class: "primary", id: "redrive", onclick: () => redrive({ ids: [id] }) }, "Redrive…"),
        h("a", { class: "button", href: "#/dead" }, "All dead letters")),
      d.payload !== undefined && panel("Payload", pretty(d.payload)),
      d.answer && panel("Last answer", pretty(d.answer)),
      panel("Attempts", (d.history ?? []).length ? h("ol", { class: "plain" }, d.history.map((t) =>
        h("li", {}, h("time", { datetime: t.at, class: "dim" }, time(t.at)), ` ${t.cause ? words(t.cause) : t.status ? `HTTP ${t.status}` : "no answer"}`))) : empty("None is remembered.")));
  });
}

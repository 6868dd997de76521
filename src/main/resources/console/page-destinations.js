// All destinations, those in trouble first; a hundred at a time, however many there are.

import { empty, field, fill, h, values } from "./dom.js";
import { compact, millis, rate, seconds } from "./format.js";
import { NAMES, badge, errors, link, sinceWhen, why } from "./destination.js";
import { get, query } from "./api.js";
import { Pages, Table } from "./table.js";

export const title = "Destinations";

const A_PAGE = 100;

/** Since ever, on all nodes. */
const counted = (d, what) => (d.counts ? compact(d.counts[what] ?? 0) : "–");

export function show(root, page) {
  const asked = { state: page.params.get("state") ?? "", text: page.params.get("text") ?? "" };
  const table = new Table({
    caption: "Destinations, those in trouble first",
    key: (d) => d.destination,
    columns: [
      { name: "State", cell: (d) => badge(d.state), bare: true },
      { name: "Destination", cell: (d) => link(d.destination), bare: true, once: true, class: "name" },
      { name: "Since", cell: sinceWhen, ages: true },
      { name: "Reason", cell: why, grow: true, bare: true, class: "reason" },
      { name: "In", cell: (d) => rate(d.ratePerSecond?.in), num: true },
      { name: "Out", cell: (d) => rate(d.ratePerSecond?.out), num: true },
      { name: "p50", cell: (d) => millis(d.p50Millis), num: true, class: "minor" },
      { name: "p99", cell: (d) => millis(d.p99Millis), num: true },
      { name: "Errors", cell: errors, num: true },
      { name: "Waiting", cell: (d) => compact(d.backlog ?? 0), num: true },
      { name: "Oldest", cell: (d) => (d.backlog ? (typeof d.backlogAgeSeconds === "number" ? seconds(d.backlogAgeSeconds) : "?") : "–"), num: true },
      { name: "Delivered", cell: (d) => counted(d, "delivered"), num: true, class: "minor" },
      { name: "Dead", cell: (d) => counted(d, "dead"), num: true },
      { name: "Drains in", cell: (d) => (typeof d.drainSeconds === "number" ? seconds(d.drainSeconds) : "–"), num: true },
    ],
  });
  const body = h("div", {});
  const pages = new Pages(() => load()).names("← Back", "Next →");
  let asking = 0;
  const load = () => page.try(async () => {
    const mine = ++asking;
    const answer = await get("/v1/destinations", { ...asked, limit: A_PAGE, cursor: pages.cursor }, page.signal);
    if (mine !== asking || !page.open) return;
    table.show(answer.items);
    pages.answered(answer.items.length, answer.next);
    const shown = answer.items.length ? table.node : empty(asked.text || asked.state
      ? "No destination is like that." : "No destination is configured.");
    if (body.firstChild !== shown) fill(body, shown);
  });
  const form = h("form", { class: "filters", role: "search" },
    field("Search", "text", { type: "search", value: asked.text, "data-search": true, class: "wide", placeholder: "name or host (press /)" }),
    field("State", "state", { value: asked.state, options: [["", "any"], ...NAMES.map((name) => [name, name])] }));
  const changed = () => {
    Object.assign(asked, { state: "", text: "" }, values(form));
    pages.before = [];
    pages.cursor = null;
    history.replaceState(null, "", query("#/destinations", asked));
    load();
  };
  let typing = 0;
  form.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(changed, 150);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  page.closing(() => clearTimeout(typing));
  fill(root, form, body, pages.node);
  fill(body, h("p", { class: "empty loading" }, "Loading…"));
  page.every(2000, load);
}

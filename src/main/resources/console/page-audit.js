// Who did what.

import { empty, fill, h } from "./dom.js";
import { time } from "./format.js";
import { address } from "./destination.js";
import { get } from "./api.js";
import { Pages, Table } from "./table.js";

export const title = "Audit";

export function show(root, page) {
  const table = new Table({
    caption: "Actions, newest first", key: (a) => a.id,
    columns: [
      { name: "When", cell: (a) => h("time", { datetime: a.at, title: a.at }, time(a.at)), bare: true },
      { name: "Action", cell: (a) => h("strong", {}, a.action), bare: true },
      { name: "Target", cell: target, class: "name" },
      { name: "Who", cell: (a) => a.who },
      { name: "Note", cell: (a) => a.note ?? "", grow: true },
      { name: "Details", cell: (a) => (a.details ? h("code", {}, text(a.details)) : ""), class: "answer" },
    ],
  });
  const body = h("div", {}, h("p", { class: "empty loading" }, "Loading…"));
  const pages = new Pages(() => load());
  const load = () => page.try(async () => {
    const answer = await get("/v1/audit", { limit: 100, cursor: pages.cursor }, page.signal);
    table.show(answer.items);
    pages.answered(answer.items.length, answer.next);
    const shown = answer.items.length ? table.node : empty("Nobody has done anything yet.");
    if (body.firstChild !== shown) fill(body, shown);
  });
  page.watch("action");
  page.on("action", () => !pages.cursor && load());
  fill(root, body, pages.node);
  return load();
}

function text(details) {
  if (typeof details !== "object") return String(details);
  return Object.entries(details).map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`).join(", ");
}

function target(a) {
  return ["pause", "resume", "test"].includes(a.action) ? h("a", { href: address(a.target), "data-open": true }, a.target) : a.target ?? "";
}

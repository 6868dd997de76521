// Events as they come by: a sample, and never more of them than fit.

import { empty, field, fill, h, pretty, values } from "./dom.js";
import { bytes, compact, time } from "./format.js";
import { query } from "./api.js";

export const title = "Live tail";

const MOST = 200;

export function show(root, page) {
  const given = Object.fromEntries(page.params);
  const rows = h("ol", { class: "tail", "aria-label": "Events, newest first" });
  const pace = h("span", { class: "dim" });
  const none = empty("Waiting for events…");
  let held = false;
  let missed = 0;
  const hold = h("button", { type: "button", id: "hold", "aria-pressed": "false", onclick: () => {
    held = !held;
    missed = 0;
    hold.setAttribute("aria-pressed", String(held));
    hold.textContent = held ? "Go on" : "Hold";
  } }, "Hold");
  const form = h("form", { class: "filters", role: "search" },
    field("Text in the event", "text", { type: "search", value: given.text ?? "", "data-search": true, placeholder: "as it is written, case and all", class: "wide" }),
    field("Source", "source", { value: given.source ?? "", placeholder: "any" }),
    field("Type", "type", { value: given.type ?? "", placeholder: "track, identify, …" }),
    h("button", { class: "primary" }, "Filter"), hold);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = query("#/tail", values(form));
  });
  page.watch("events");
  page.tail = { source: given.source, type: given.type, text: given.text };
  page.on("event", (event) => {
    if (held || rows.contains(document.activeElement) || rows.querySelector("details[open]")) {
      missed++;
      pace.textContent = `${compact(missed)} came since this was held`;
      return;
    }
    missed = 0;
    none.remove();
    rows.prepend(row(event));
    while (rows.children.length > MOST) rows.lastChild.remove();
  });
  page.on("pace", ({ shown, matched, passedBy }) => {
    if (missed) return;
    pace.textContent = `${compact(shown)} of ${compact(matched)} shown in the last second`
      + (passedBy ? `; ${compact(passedBy)} more came too fast to look at` : "");
  });
  fill(root, form, h("p", { class: "pace", role: "status" }, pace), none, rows);
}

function row(e) {
  const body = h("div", {});
  const details = h("details", {}, h("summary", {},
    h("time", { datetime: e.at, title: e.at, class: "dim" }, time(e.at)),
    h("strong", {}, e.source), h("span", {}, e.type), h("code", {}, e.messageId),
    h("span", { class: "dim" }, e.payload.slice(0, 200)),
    h("span", { class: "dim" }, `${bytes(e.size)}, ${e.legs} leg${e.legs === 1 ? "" : "s"}`)), body);
  details.addEventListener("toggle", () => {
    if (details.open && !body.firstChild) {
      fill(body, pretty(e.payload), e.size > 4096 && h("p", { class: "dim" }, "Cut at 4 KiB."),
        h("p", {}, h("a", { href: query("#/events", { id: e.messageId, source: e.source }) }, "Where is it now?")));
    }
  });
  return h("li", {}, details);
}

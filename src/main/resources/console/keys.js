// The keyboard: rows, search, pages.

import { h } from "./dom.js";
import { dialog } from "./dialog.js";

export const PAGES = [
  ["o", "Overview", "#/"],
  ["d", "Destinations", "#/destinations"],
  ["e", "Events", "#/events"],
  ["t", "Live tail", "#/tail"],
  ["x", "Dead letters", "#/dead"],
  ["r", "Replays", "#/replays"],
  ["a", "Audit", "#/audit"],
  ["c", "Configuration", "#/config"],
];

let going = 0;

function rows() {
  return [...document.querySelectorAll("#main [data-row]")].filter((row) => row.offsetParent !== null);
}

function move(by) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by));
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
}

function open(row) {
  row.querySelector("a[data-open], a")?.click();
}

export function help() {
  const keys = [["j / k", "next and previous row"], ["Enter", "open the row"], ["Space", "select a dead letter; hold the live tail"],
    ["/", "search"], ["?", "this"], ["Esc", "close, or leave the search"]];
  const go = PAGES.map(([key, name]) => [`g ${key}`, name]);
  dialog({
    title: "Keys",
    body: h("dl", { class: "keys" }, [...keys, ...go].map(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)])),
    no: "Close",
  });
}

function typing(target) {
  return target.matches?.("input:not([type=checkbox]), select, textarea") || target.closest?.("dialog");
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const { key, target } = event;
  if (typing(target)) {
    if (key === "Escape" && !target.closest("dialog")) target.blur();
    return;
  }
  const page = Date.now() - going < 1500 && PAGES.find(([letter]) => letter === key);
  going = 0;
  if (page) location.hash = page[2];
  else if (key === "g") going = Date.now();
  else if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "?") help();
  else if (key === "/") {
    const search = document.querySelector("#main [data-search]");
    if (!search) return;
    search.focus();
    search.select?.();
  } else if (key === "Enter" && target.matches?.("[data-row]")) open(target);
  else if (key === " " && target.matches?.("[data-row]") && target.querySelector("input[type=checkbox]")) {
    target.querySelector("input[type=checkbox]").click();
  } else return;
  event.preventDefault();
}

export function start() {
  document.addEventListener("keydown", press);
}

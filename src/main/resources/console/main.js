// Starts the console: pages by the address's hash, the stream, the banner, the keys.

import { fill, h, loading } from "./dom.js";
import { Live } from "./stream.js";
import { Refused, onUnauthorized } from "./api.js";
import { askToken } from "./dialog.js";
import { PAGES, help, start } from "./keys.js";
import { redraw } from "./plot.js";
import { clock, seconds } from "./format.js";
import * as overview from "./page-overview.js";
import * as destinations from "./page-destinations.js";
import * as destination from "./page-destination.js";
import * as events from "./page-events.js";
import * as tail from "./page-tail.js";
import * as dead from "./page-dead.js";
import * as replays from "./page-replays.js";
import * as audit from "./page-audit.js";
import * as config from "./page-config.js";

const ROUTES = { "": overview, destinations, destination, events, tail, dead, replays, audit, config };

const main = document.getElementById("main");
const banner = document.getElementById("banner");
const link = document.getElementById("link");
let page = null;
let ticking = 0;

/** What a page may use while it is shown. */
class Page {
  constructor(path, params) {
    this.path = path;
    this.params = params;
    this.abort = new AbortController();
    this.signal = this.abort.signal;
    this.handlers = {};
    this.closers = [];
    this.topics = ["overview", "reload"];
    this.tail = {};
  }

  get open() {
    return !this.signal.aborted;
  }

  /** Calls with what the stream says under that name. */
  on(name, take) {
    this.handlers[name] = take;
  }

  watch(...topics) {
    this.topics.push(...topics);
  }

  closing(closer) {
    this.closers.push(closer);
  }

  /** Runs work now and again and again, one at a time, while somebody looks; says in the page why it fails. */
  async every(millis, work) {
    let timer = 0;
    this.closing(() => clearTimeout(timer));
    const run = async () => {
      if (!document.hidden) await this.try(work);
      if (this.open) timer = setTimeout(run, millis);
    };
    await run();
  }

  /** Runs work; what is refused is told at the page's top, until it works again. */
  async try(work) {
    try {
      await work();
      if (this.open) problem(null);
      return true;
    } catch (why) {
      if (this.open && why.name !== "AbortError") problem(why);
      return false;
    }
  }

  close() {
    this.abort.abort();
    this.closers.forEach((closer) => closer());
  }
}

const note = h("p", { class: "note bad", role: "alert", hidden: true });

const refused = h("p", { class: "note bad", role: "alert", hidden: true },
  "The last change of the configuration was refused; the one before is in force. ", h("a", { href: "#/config" }, "Why?"));

function problem(why) {
  if (!(why instanceof Refused) && why) console.error(why);
  const gone = why instanceof Refused && why.status === 0;
  note.hidden = !why || gone; // the banner tells that the gateway is gone
  note.textContent = why && !gone ? (why instanceof Refused ? `${why.status}: ${why.message}` : `The page failed: ${why.message}`) : "";
}

function parse() {
  const [path, search] = location.hash.replace(/^#\/?/, "").split("?");
  return [path.split("/").map(decode), new URLSearchParams(search || "")];
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch (e) {
    return part;
  }
}

function route() {
  const [path, params] = parse();
  const shown = ROUTES[path[0]] ?? overview;
  page?.close();
  page = new Page(path, params);
  problem(null);
  const name = path[0] === "destination" ? "destinations" : path[0];
  document.querySelectorAll("#nav a").forEach((a) => {
    if (a.getAttribute("href") === `#/${name}`) {
      a.setAttribute("aria-current", "page");
      a.parentNode.scrollLeft = a.offsetLeft - a.parentNode.offsetLeft - 60; // on a phone the pages are wider than it
    } else a.removeAttribute("aria-current");
  });
  const [title, body] = [h("h1", { class: shown.bare ? "unseen" : null }, shown.title), h("div", { class: "page" }, loading())];
  page.heading = title;
  fill(main, title, name === "config" ? note : [refused, note], body);
  document.title = `${shown.title} – Centrifuge`;
  window.scrollTo(0, 0);
  const mine = page;
  Promise.resolve(shown.show(body, mine)).catch((why) => mine.open && why.name !== "AbortError" && problem(why));
  live.watch(mine.topics, mine.tail, (event, data) => heard(mine, event, data));
}

function heard(mine, event, data) {
  if (!mine.open) return;
  if (event === "overview") {
    clock(data.at);
    troubles(data.trouble?.length ?? 0);
  }
  if (event === "reload") refused.hidden = !data.errors?.length;
  mine.handlers[event]?.(data);
}

/** How many destinations are in trouble, in the tab's title: it is seen while another tab is. */
function troubles(count) {
  const title = document.title.replace(/^\(\d+\+?\) /, "");
  document.title = count ? `(${count}${count >= 20 ? "+" : ""}) ${title}` : title;
}

function connection(state, detail) {
  clearInterval(ticking);
  link.className = `link ${state}`;
  link.textContent = { live: "Live", connecting: "Connecting", gone: "Lost" }[state];
  banner.hidden = state !== "gone";
  if (state !== "gone") return;
  const until = Date.now() + detail.wait;
  const text = h("span", {});
  const write = () => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    text.textContent = `No live data for ${seconds((Date.now() - detail.since) / 1000)}: ${detail.why}. `
      + `What is shown may be old. Trying again ${left > 0 ? `in ${left} s` : "now"}. `;
  };
  write();
  ticking = setInterval(write, 1000);
  fill(banner, text, h("button", { type: "button", onclick: () => {
    live.retry(/token/.test(detail.why));
    refresh();
  } }, "Retry now"));
}

/** After an outage the page itself is asked for again, if it failed. */
function refresh() {
  if (main.querySelector(".loading")) route();
}

const live = new Live((state, detail) => {
  const was = link.textContent;
  connection(state, detail);
  if (state === "live" && was === "Lost") refresh();
});

let asked = false;
onUnauthorized(async () => {
  const token = await askToken(asked);
  asked = true;
  return token;
});

fill(document.getElementById("nav"), PAGES.map(([key, name, href]) => h("a", { href, title: `g ${key}` }, name)));
document.getElementById("help").addEventListener("click", help);
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
const theme = document.getElementById("theme");
theme.value = document.documentElement.dataset.theme;
theme.addEventListener("change", () => {
  document.documentElement.dataset.theme = theme.value;
  try {
    localStorage.setItem("centrifuge.theme", theme.value);
  } catch (e) {
    // Then it is for this visit.
  }
  redraw();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
window.addEventListener("hashchange", route);
start();
route();

// Replays and redrives: start one, see how far they are, stop one.

import { empty, field, fill, h, panel, toast, values } from "./dom.js";
import { count, percent, seconds, time } from "./format.js";
import { address } from "./destination.js";
import { get, post, remove } from "./api.js";
import { confirm, dialog } from "./dialog.js";
import { Table } from "./table.js";

export const title = "Replays";

const TONES = { waiting: "info", running: "warn", done: "good", cancelled: "info", failed: "bad" };

export function show(root, page) {
  const table = new Table({
    caption: "Replays and redrives, newest first", key: (j) => j.id,
    columns: [
      { name: "State", cell: (j) => h("span", { class: `badge ${TONES[j.state] ?? "info"}` }, j.state), bare: true },
      { name: "What", cell: what, grow: true, bare: true },
      { name: "Progress", cell: progress, class: "wide" },
      { name: "Copied", cell: (j) => count(j.progress?.copied), num: true },
      { name: "Scanned", cell: (j) => count(j.progress?.scanned), num: true },
      { name: "Started", cell: (j) => h("time", { datetime: j.createdAt, title: j.createdAt }, time(j.createdAt)) },
      { name: "By", cell: (j) => j.createdBy ?? "" },
      { name: "Cancel", bare: true, once: false, head: h("span", { class: "unseen" }, "Cancel"), cell: (j) => (["waiting", "running"].includes(j.state)
        ? h("button", { type: "button", class: "quiet", onclick: () => cancel(j, load) }, "Cancel") : "") },
    ],
  });
  const body = h("div", {}, h("p", { class: "empty loading" }, "Loading…"));
  const draw = (items) => {
    table.show(items);
    const shown = items.length ? table.node : empty("Nothing was replayed or redriven yet.");
    if (body.firstChild !== shown) fill(body, shown);
  };
  const load = () => page.try(async () => draw((await get("/v1/replays", {}, page.signal)).items));
  page.watch("jobs");
  page.on("jobs", ({ items }) => draw(items));
  const form = replayForm(page.params, load);
  fill(root, h("details", { class: "panel", open: page.params.has("destination") }, h("summary", {}, "New replay"), form), body);
  return load();
}

function what(j) {
  const to = j.destination ? h("a", { href: address(j.destination), "data-open": true }, j.destination) : "every destination";
  const more = [j.source && `of ${j.source}`, j.since && `since ${time(j.since)}`, j.until && `until ${time(j.until)}`,
    j.filter && `where ${j.filter}`, j.rate && `at ${j.rate}/s`, j.text && `with ${j.text}`, j.deadReason && `that died of ${j.deadReason}`, j.ids && `${count(j.ids.length)} chosen`].filter(Boolean).join(", ");
  return [h("strong", {}, j.kind), " to ", to, more && h("span", { class: "dim" }, ` ${more}`), j.reason && h("span", { class: "tone-bad" }, ` ${j.reason}`)];
}

function progress(j) {
  const share = j.state === "done" ? 1 : Math.max(0, Math.min(1, j.progress?.share ?? 0));
  const eta = j.state === "running" && typeof j.etaSeconds === "number" ? `, ${seconds(j.etaSeconds)} left` : "";
  return [h("progress", { max: "1", value: share, "aria-label": `${j.kind} ${j.id}` }), h("span", { class: "dim" }, ` ${percent(share)}${eta}`)];
}

function replayForm(params, after) {
  const form = h("form", { class: "filters" },
    field("Destination", "destination", { value: params.get("destination") ?? "", required: true, "data-search": true }),
    field("Source", "source", { value: params.get("source") ?? "", placeholder: "all it is fed by" }),
    field("Since", "since", { value: params.get("since") ?? "1h", required: true, hint: "2h, or 2026-01-31T10:00:00Z" }),
    field("Until", "until", { placeholder: "now" }),
    field("Filter", "filter", { placeholder: '.event == "Order Completed"', class: "wide", hint: "a JSLT condition" }),
    field("Rate", "rate", { type: "number", min: "0.1", max: "100000", step: "any", placeholder: "its limits", hint: "events a second" }),
    h("button", { class: "primary" }, "Count first…"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = values(form);
    if (body.rate) body.rate = Number(body.rate);
    const button = form.querySelector("button");
    button.disabled = true;
    button.textContent = "Counting…";
    try {
      const { matched, scanned, complete } = await post("/v1/replays", { ...body, dryRun: true });
      if (!matched) {
        await dialog({ title: "Nothing to replay", no: "Close", body: h("p", {}, `None of ${count(scanned)} events matches.`) });
        return;
      }
      const answer = await confirm({
        title: `Replay ${count(matched)} event${matched === 1 ? "" : "s"} to ${body.destination}?`,
        body: h("p", {}, `${complete === false ? "At least so many: the log is longer than there was time to read. " : ""}${count(scanned)} were looked at. The destination gets them again, whether it had them before or not.`),
        yes: "Start the replay",
      });
      if (!answer) return;
      await post("/v1/replays", body);
      toast("The replay has started.");
      await after();
    } catch (why) {
      toast(why.message, true);
    } finally {
      button.disabled = false;
      button.textContent = "Count first…";
    }
  });
  return form;
}

async function cancel(job, after) {
  const yes = await confirm({ title: `Cancel this ${job.kind}?`, yes: `Cancel the ${job.kind}`, danger: true,
    body: h("p", {}, "What was copied until now stays copied.") });
  if (!yes) return;
  try {
    await remove(`/v1/replays/${encodeURIComponent(job.id)}`);
    toast("Cancelled.");
    await after();
  } catch (why) {
    toast(why.message, true);
  }
}

// The configuration as it is in force, secrets hidden, and what became of the last change.

import { empty, fill, h, panel, pretty } from "./dom.js";
import { count, time } from "./format.js";
import { get } from "./api.js";

export const title = "Configuration";

export function show(root, page) {
  const load = () => page.try(async () => {
    const c = await get("/v1/config", {}, page.signal);
    const sources = Array.isArray(c.sources) ? c.sources : [];
    fill(root,
      h("dl", { class: "facts" }, [["Version", c.version], ["Loaded", time(c.loadedAt)], ["Sources", count(sources.length)],
        ["Destinations", h("a", { href: "#/destinations" }, count(c.destinations))]]
        .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value ?? "–")))),
      panel("Last change", reload(c.reload)),
      panel("Gateway", pretty(c.gateway ?? {})),
      panel("Sources", sources.length ? sources.map((s) => h("details", {}, h("summary", {}, s.source ?? s.id ?? String(s)), pretty(s)))
        : empty("No source is configured.")));
  });
  page.on("reload", load);
  return load();
}

function reload(r) {
  if (!r || !r.at) return empty("The configuration has not changed since the gateway started.");
  const errors = r.errors ?? [];
  if (r.applied !== false && !errors.length) return h("p", { class: "tone-good" }, `Applied ${time(r.at)}.`);
  return [h("p", { class: "tone-bad" }, `Refused ${time(r.at)}: the configuration before it is still in force.`),
    h("ul", { class: "errors" }, errors.map((e) => h("li", {}, h("code", {}, typeof e === "string" ? e : [e.file, e.pointer].filter(Boolean).join(" ")),
      typeof e === "string" ? "" : ` ${e.wrong}; expected ${e.expected}`)))];
}

// Figures and times as text. Times are UTC, as in the gateway's log and API.

let skew = 0;

/** The gateway's clock is the one that counts: ages are told by it. */
export function clock(iso) {
  const at = Date.parse(iso);
  if (Number.isFinite(at)) skew = at - Date.now();
}

export function now() {
  return Date.now() + skew;
}

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const some = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

const known = (n) => typeof n === "number" && Number.isFinite(n);

/** A figure of an axis. */
export const tick = (n) => (Number.isInteger(n) ? compact(n) : some.format(n));
export const count = (n) => (known(n) ? whole.format(n) : "–");
export const compact = (n) => (known(n) ? (Math.abs(n) < 10000 ? whole.format(n) : short.format(n)) : "–");
export const rate = (n) => (known(n) ? `${n === 0 ? "0" : Math.abs(n) < 100 ? some.format(n) : compact(n)}/s` : "–");
export const percent = (n) => (known(n) ? (n === 0 ? "0 %" : n < 0.001 ? "<0.1 %" : `${some.format(n * 100)} %`) : "–");

export function bytes(n) {
  if (!known(n)) return "–";
  if (n < 1024) return `${n} B`;
  return n < 1048576 ? `${some.format(n / 1024)} KiB` : `${some.format(n / 1048576)} MiB`;
}

export const millis = (n) => (known(n) ? (n < 1000 ? `${some.format(n)} ms` : seconds(n / 1000)) : "–");

/** A span of time in at most two units. */
export function seconds(n) {
  if (!known(n)) return "–";
  if (n < 1) return n <= 0 ? "0 s" : "<1 s";
  const s = Math.round(n);
  if (s < 120) return `${s} s`;
  if (s < 7200) return `${Math.floor(s / 60)} min`;
  if (s < 172800) return two(Math.floor(s / 3600), "h", Math.floor((s % 3600) / 60), "min", s < 21600);
  return `${Math.floor(s / 86400)} d`;
}

function two(a, unit, b, less, both) {
  return both && b > 0 ? `${a} ${unit} ${b} ${less}` : `${a} ${unit}`;
}

/** How long ago, such as "14 min". */
export function since(iso) {
  const at = Date.parse(iso);
  // Clocks that differ by little make it less than nothing: that is as long as less than a second.
  return Number.isFinite(at) ? seconds(Math.max(0.1, (now() - at) / 1000)) : "–";
}

/** The same as an adverb: "14 min ago". */
export function ago(iso) {
  const span = since(iso);
  return span === "<1 s" ? "just now" : `${span} ago`;
}

/** How long until then. */
export function until(iso) {
  const at = Date.parse(iso);
  return Number.isFinite(at) ? seconds(Math.max(0, (at - now()) / 1000)) : "–";
}

/** A moment, as short as it is clear. */
export function time(iso) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "–";
  const text = at.toISOString();
  const today = text.slice(0, 10) === new Date(now()).toISOString().slice(0, 10);
  return today ? `${text.slice(11, 19)}Z` : `${text.slice(0, 10)} ${text.slice(11, 19)}Z`;
}

// Small parts that the views of the operator's page are made of.
import { language, t } from "./common.js";
import { h, Sign } from "./ui.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAY_MS = DAY * 1000;

export function number(value, digits = 1) {
  return value === null || value === undefined ? "–"
    : new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);
}

export function percent(part, whole) {
  return whole ? `${number((100 * part) / whole)} %` : "–";
}

export function bytes(value) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const at = value > 0 ? Math.min(3, Math.floor(Math.log10(value) / 3)) : 0;
  return new Intl.NumberFormat(language(), { style: "unit", unit: units[at], unitDisplay: "short", maximumFractionDigits: 1 })
    .format(value / 1000 ** at);
}

/** A time as the reader writes it; with the date where it is another day's. */
export function moment(iso) {
  const time = new Date(iso);
  const old = Math.abs(Date.now() - time) > DAY_MS;
  return time.toLocaleString(language(), old ? { dateStyle: "short", timeStyle: "short" } : { timeStyle: "short" });
}

/** So long, in the largest unit that says it. */
export function lasting(seconds) {
  const [count, unit] = seconds < HOUR ? [seconds / MINUTE, "minute"] : seconds < DAY ? [seconds / HOUR, "hour"] : [seconds / DAY, "day"];
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(Math.floor(count));
}

/** The head of a part of a view, with what can be done there. */
export function Panel({ id, title, note, actions, children, class: className = "" }) {
  return h("section", { id, class: `panel ${className}`, "aria-labelledby": `${id}-title` },
    h("header", {}, h("h2", { id: `${id}-title` }, title), actions ?? null),
    note ? h("p", { class: "quiet note" }, note) : null,
    children);
}

/** A figure that can be understood at a glance, and leads to its list where that is elsewhere. */
export function Tile({ id, href, label, value, note, bad }) {
  return h(href ? "a" : "div", { id, class: `tile${bad ? " bad" : ""}`, href },
    h("span", { class: "label" }, label),
    h("strong", { class: "value" }, value),
    note ? h("span", { class: "quiet" }, note) : null);
}

/** Whether something works, in a word and a colour. */
export function Health({ up }) {
  const word = up === null ? "unknown" : up ? "up" : "down";
  return h("span", { class: `health ${word}` }, t(word));
}

export function Tag({ kind = "", children }) {
  return h("span", { class: `tag ${kind}` }, children);
}

/** Nothing is there, and that is well. */
export function Nothing({ text, isWell = true }) {
  return h("p", { class: "nothing" }, isWell ? h(Sign, { name: "check" }) : null, text);
}

// Small charts, drawn as SVG: some sixty points need no library.
import { language, t } from "./common.js";
import { number } from "./admin-parts.js";
import { h } from "./ui.js";

const WIDTH = 600;
const HEIGHT = 100;

/** At least 1, and round, so that the scale does not tremble. */
function roundUp(most) {
  if (most <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= most);
}

/** A line through the values; broken where there is none. */
function path(values, most) {
  const step = WIDTH / Math.max(1, values.length - 1);
  let drawing = false;
  return values.map((value, i) => {
    if (value === null) {
      drawing = false;
      return "";
    }
    const command = drawing ? "L" : "M";
    // One point alone is a line without length, which the round caps make a dot.
    const dot = !drawing && (values[i + 1] ?? null) === null ? "h0" : "";
    drawing = true;
    return `${command}${(i * step).toFixed(1)} ${(HEIGHT - (value / most) * HEIGHT).toFixed(1)}${dot}`;
  }).join("");
}

function Frame({ id, title, said, most, ends, legend, children }) {
  return h("figure", { id },
    h("figcaption", {}, title),
    h("div", { class: "plot" },
      h("div", { class: "scale", "aria-hidden": "true" }, h("span", {}, number(most)), h("span", {}, "0")),
      h("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": said }, children),
      h("div", { class: "times", "aria-hidden": "true" }, ends.map((end) => h("span", {}, end)))),
    h("ul", { class: "legend" }, legend));
}

/**
 * Lines over the time.
 *
 * @param times of the points, as Dates
 * @param lines {label, values}, one value or null for each time
 */
export function Lines({ id, title, times, lines }) {
  const clock = new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit" });
  const most = roundUp(Math.max(0, ...lines.flatMap(({ values }) => values)));
  const last = ({ values }) => values.findLast((value) => value !== null) ?? null;
  const values = lines.filter((line) => last(line) !== null).map((line) => `${line.label} ${number(last(line))}`);
  return h(Frame, {
    id, title, most, said: t("chart.said", { title, values: values.join(", ") || t("chart.none") }),
    ends: times.length ? [times[0], times.at(-1)].map((time) => clock.format(time)) : [],
    legend: lines.map(({ label }, i) => h("li", {},
      h("svg", { viewBox: "0 0 28 8", "aria-hidden": "true" }, h("path", { d: "M0 4H28", class: `line-${i}` })), label)),
  }, lines.map((line, i) => h("path", { d: path(line.values, most), class: `line-${i}` })));
}

const hour = (time) => time.toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" });
const day = (time) => time.toLocaleDateString(language(), { day: "numeric", month: "short" });

/**
 * Messages by the hour or the day, as columns: answered below, failed above them, and what else came.
 *
 * @param usage as the service answers it
 * @param whole milliseconds that the chart covers, where more of them are to come
 */
export function Columns({ id, title, usage, whole = 0 }) {
  const step = usage.step_seconds * 1000;
  const begin = new Date(usage.from).getTime();
  const count = Math.max(usage.periods.length, Math.ceil(whole / step));
  const most = roundUp(Math.max(0, ...usage.periods.map(({ messages }) => messages)));
  const width = WIDTH / count;
  const name = step < 24 * 3600 * 1000 ? hour : day;
  const bar = (period, i) => {
    const { answered, failed, messages } = period;
    const parts = [[answered, "bar-good"], [failed, "bar-bad"], [messages - answered - failed, "bar-other"]];
    let top = HEIGHT;
    return h("g", { key: period.at },
      h("title", {}, `${name(new Date(period.at))}: ${number(messages)}`),
      parts.filter(([part]) => part > 0).map(([part, kind]) => {
        const height = (part / most) * HEIGHT;
        top -= height;
        return h("rect", { class: kind, x: i * width + width * 0.12, y: top, width: width * 0.76, height });
      }));
  };
  const { answered, failed } = usage.total;
  return h(Frame, {
    id, title, most,
    said: t("columns.said", { title, messages: number(usage.total.messages), answered: number(answered), failed: number(failed) }),
    ends: [name(new Date(begin)), name(new Date(begin + Math.max(0, count - 1) * step))],
    legend: [["bar-good", "answered"], ["bar-bad", "failed"], ["bar-other", "others"]].map(([kind, label]) => h("li", {},
      h("svg", { viewBox: "0 0 12 12", "aria-hidden": "true", class: "box" }, h("rect", { class: kind, width: 12, height: 12, rx: 2 })), t(label))),
  }, usage.periods.map(bar));
}

/** A share of the whole, beside its number. */
export function Share({ part, whole }) {
  return h("svg", { class: "share", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    h("rect", { class: "bar-back", width: 100, height: 6, rx: 3 }),
    h("rect", { class: "bar-good", width: whole ? Math.max(1, (100 * part) / whole) : 0, height: 6, rx: 3 }));
}

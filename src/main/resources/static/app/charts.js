// Small line charts, drawn as SVG: three lines of sixty points need no library.
import { element, language, t } from "./common.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 600;
const HEIGHT = 100;

function svgElement(name, attributes, ...children) {
  const e = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
  e.append(...children);
  return e;
}

/** At least 1, and round, so that the scale does not tremble. */
function roundUp(most) {
  if (most <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= most);
}

/** A line through the values; broken where there is none. */
function path(values, most, className) {
  const step = WIDTH / Math.max(1, values.length - 1);
  let drawing = false;
  const d = values.map((value, i) => {
    if (value === null) {
      drawing = false;
      return "";
    }
    const command = drawing ? "L" : "M";
    // One point alone is a line without length, which the round caps make a dot.
    const dot = !drawing && (values[i + 1] ?? null) === null ? "h0" : "";
    drawing = true;
    return `${command}${(i * step).toFixed(1)} ${(HEIGHT - (value / most) * HEIGHT).toFixed(1)}${dot}`;
  });
  return svgElement("path", { d: d.join(""), class: className });
}

function sample(index) {
  return svgElement("svg", { viewBox: "0 0 28 8", "aria-hidden": "true" },
    svgElement("path", { d: "M0 4H28", class: `line-${index}` }));
}

/**
 * A chart as a figure.
 *
 * @param times of the points, as Dates
 * @param lines {label, values}, one value or null for each time
 */
export function chart(title, times, lines) {
  const number = new Intl.NumberFormat(language(), { maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat(language(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const most = roundUp(Math.max(0, ...lines.flatMap(({ values }) => values)));
  const last = ({ values }) => values.findLast((value) => value !== null) ?? null;
  const values = lines.filter((line) => last(line) !== null).map((line) => `${line.label} ${number.format(last(line))}`);
  const drawing = svgElement("svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" },
    ...lines.map((line, i) => path(line.values, most, `line-${i}`)));
  drawing.setAttribute("aria-label", t("chart.said", { title, values: values.join(", ") || t("chart.none") }));
  const plot = element("div", { className: "plot" },
    element("div", { className: "scale" },
      element("span", { textContent: number.format(most) }), element("span", { textContent: "0" })),
    drawing,
    element("div", { className: "times" },
      ...(times.length ? [times[0], times.at(-1)] : []).map((time) => element("span", { textContent: clock.format(time) }))));
  const legend = element("ul", { className: "legend" },
    ...lines.map(({ label }, i) => element("li", {}, sample(i), label)));
  return element("figure", {}, element("figcaption", { textContent: title }), plot, legend);
}

// What all parts of the operator's page use.
import { element, language, t } from "./common.js";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A time as the reader writes it; with the date where it is another day's. */
export function moment(iso) {
  const time = new Date(iso);
  const old = Date.now() - time > DAY_MS;
  return time.toLocaleString(language(), old ? { dateStyle: "short", timeStyle: "short" } : { timeStyle: "medium" });
}

/** Has a screen reader say it. */
export function say(words) {
  document.getElementById("announcements").textContent = words;
}

/** Shows what went wrong in place of what stood there; nothing where nothing did. */
export function notice(problem, ...more) {
  const place = document.getElementById("notice");
  if (!problem) {
    place.replaceChildren();
  } else if (place.textContent !== problem.message || more.length) {
    const trace = problem.traceId ? ` ${t("problem.trace", { trace: problem.traceId })}` : "";
    place.replaceChildren(element("p", { className: "problem", textContent: problem.message + trace }), ...more);
  }
}

// Parts of the page that all of the chat uses: what is typed, what is said aside, what went wrong.
import { Problem, tab } from "./common.js";
import { trouble } from "./turns.js";

/** Nearer to the end than this, in pixels, the reader wants to see what is new. */
const NEAR_END = 80;

export const byId = (id) => document.getElementById(id);

/** Shows something above the field to type in, in place of what stood there. */
export function notice(...nodes) {
  byId("notice").replaceChildren(...nodes);
}

/** Has a screen reader say it. */
export function announce(words) {
  byId("announcements").textContent = words;
}

/** Shows what goes wrong in a thing the reader does, with a way to do it again. */
export async function guarded(work) {
  try {
    notice();
    await work();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    notice(trouble(problem, () => guarded(work)));
  }
}

/* The end of what was said stays in sight while it grows, until the reader scrolls away from it. */

let following = true;
let top = 0;

export function followEnd() {
  const log = byId("log");
  log.addEventListener("scroll", () => {
    if (log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END) following = true;
    else if (log.scrollTop < top) following = false;
    top = log.scrollTop;
  });
  // Also for what grows later, like pictures.
  new ResizeObserver(() => following && toEnd()).observe(byId("turns"));
}

export function toEnd() {
  following = true;
  byId("log").scrollTop = byId("log").scrollHeight;
}

/** What is looked at stays in sight, whatever comes below. */
export function stay() {
  following = false;
}

/** What is typed; kept over a reload. */
export const draft = {
  get: () => byId("text").value,
  set(value) {
    byId("text").value = value;
    draft.keep();
  },
  keep: () => tab.set("draft", byId("text").value || null),
  restore: () => (byId("text").value = tab.get("draft") ?? ""),
};

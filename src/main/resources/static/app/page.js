// What all parts of the page do: say things aside, show what went wrong, keep what is typed and where the reader is.
import { Problem, tab } from "./common.js";
import { set, state } from "./store.js";

/** Nearer to the end than this, in pixels, the reader wants to see what is new. */
const NEAR_END = 80;

export const byId = (id) => document.getElementById(id);

/** Shows what went wrong above the field to type in, with a way to do it again; nothing where nothing did. */
export function notice(problem = null, again = null) {
  if (problem || state.notice) set({ notice: problem && { problem, again } });
}

/** Has a screen reader say it. */
export function announce(words) {
  byId("announcements").textContent = words;
}

/** Does it, and shows what goes wrong with a way to do it again. */
export async function guarded(work) {
  try {
    notice();
    await work();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    notice(problem, () => guarded(work));
  }
}

/* The end of what was said stays in sight while it grows, until the reader scrolls away from it. */

let following = true;
let top = 0;

/** Watches the element that scrolls and the one in it that grows; returns how to stop. */
export function followEnd(log, content) {
  const scrolled = () => {
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
    if (atEnd) following = true;
    else if (log.scrollTop < top) following = false;
    top = log.scrollTop;
    const isSeen = atEnd || !state.turns.length;
    if (state.atEnd !== isSeen) set({ atEnd: isSeen });
  };
  log.addEventListener("scroll", scrolled);
  // Also for what grows later, like pictures, and where the field to type in takes room.
  const observer = new ResizeObserver(() => {
    // Before anything was said the page is read from its beginning.
    if (following && state.turns.length) toEnd();
    scrolled();
  });
  observer.observe(content);
  observer.observe(log);
  return () => observer.disconnect();
}

export function toEnd() {
  following = true;
  const log = byId("log");
  if (log) log.scrollTop = log.scrollHeight;
}

/** What is looked at stays in sight, whatever comes below. */
export function stay() {
  following = false;
}

/** What is typed; kept over a reload. */
export const draft = {
  get: () => byId("text")?.value ?? tab.get("draft") ?? "",
  set(value) {
    const text = byId("text");
    if (text) {
      text.value = value;
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    draft.keep(value);
  },
  keep: (value) => tab.set("draft", value || null),
};

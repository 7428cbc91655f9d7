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

/** Scrolls to the end; unless told always, only where the reader is near it. */
export function toEnd(always = false) {
  const log = byId("log");
  if (always || log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END) log.scrollTop = log.scrollHeight;
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

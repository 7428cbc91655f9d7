// What the page knows, in one place; whoever changes it has the page drawn anew, once for all changes of a moment.

export const state = {
  /** Whether it is known who answers; before, there is nothing to show. */
  ready: false,
  /** Whether this visitor may talk: without logging in, or because they have. So it is until the service says otherwise. */
  mayTalk: true,
  agents: [],
  /** Who is asked next, by id. */
  agent: null,
  /** {id, key, agent, title, channel, open} of the open conversation; a new one has no id yet. */
  conversation: null,
  turns: [],
  /** The `before` of the page of turns before the first that is shown; null where there is none. */
  earliest: null,
  count: 0,
  /** The conversations that are listed, and the `before` of the next page. */
  listed: [],
  next: null,
  pinned: [],
  /** Whether the list is that of the archive. */
  archive: false,
  /** What is searched for, and what was found; null where nothing is searched for. */
  words: "",
  found: null,
  /** {problem, again} above the field, or null. */
  notice: null,
  connection: "connecting",
  /** The answer that is being made: whether there is one, and whether it is being stopped. */
  running: false,
  stopping: false,
  /** Whether the reader sees the end of what was said. */
  atEnd: true,
  sideShown: false,
  /** "settings", "account", "share" or "keys" while that dialog is open. */
  dialog: null,
  /** The conversation whose links the dialog "share" is about. */
  sharing: null,
  /** {name, logo, colour, greeting, imprint, privacy} by the operator's settings. */
  branding: { name: "Session Manager", logo: null, greeting: null, imprint: null, privacy: null },
  /** {text, label, action} for a moment at the foot of the page. */
  toast: null,
  /** Why agents answer without a model, for whoever operates the service. */
  cause: false,
};

let draw = () => {};
let isDue = false;

/** Told to draw the page whenever something has changed. */
export function onChange(listener) {
  draw = listener;
}

export function set(changes) {
  Object.assign(state, changes);
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    draw();
  });
}

const TOAST_MS = 8000;
let toastTimer;

/** Says it at the foot of the page for a moment, with one thing to do about it or none. */
export function toast(text, label, action) {
  clearTimeout(toastTimer);
  set({ toast: { text, label, action } });
  toastTimer = setTimeout(() => set({ toast: null }), TOAST_MS);
}

export function closeToast() {
  clearTimeout(toastTimer);
  set({ toast: null });
}

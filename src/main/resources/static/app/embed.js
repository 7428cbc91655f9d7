// The chat in a frame of another site's page, which widget.js opens there: what that page wishes, and what it is told.

export const isEmbedded = location.pathname === "/app/embed";

const wishes = new URLSearchParams(location.search);

/** What the page around has set by a data attribute of the script: "agent", "colour", "language"; null where nothing. */
export function wish(name) {
  return isEmbedded ? wishes.get(name) : null;
}

/** Tells the page around: "ready", "answered" or "close". Nothing of what is said; the policy of frames says who may be around. */
export function tellAround(what) {
  if (isEmbedded && parent !== window) parent.postMessage({ chat: what }, "*");
}

/** Told when the page around has shown the chat to its reader. */
export function onShown(listener) {
  addEventListener("message", ({ source, data }) => source === parent && data?.chat === "shown" && listener());
}

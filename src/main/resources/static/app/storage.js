// What the browser keeps for the page. In a frame of another site it may keep nothing: then this page does, until it is left.
import { isEmbedded } from "./embed.js";

function inMemory() {
  const kept = new Map();
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
    clear: () => kept.clear(),
  };
}

/**
 * Of a chat on another site's page, under names of its own: where both are one site, the tab keeps one storage for the frame
 * and for the pages of the service that were open in it before, whoever has logged in there.
 */
function apart(whole) {
  const PREFIX = "embed."; // theme.js reads by it, too
  return {
    getItem: (name) => whole.getItem(PREFIX + name),
    setItem: (name, value) => whole.setItem(PREFIX + name, value),
    removeItem: (name) => whole.removeItem(PREFIX + name),
    clear: () => Object.keys(whole).filter((name) => name.startsWith(PREFIX)).forEach((name) => whole.removeItem(name)),
  };
}

function storage(name) {
  try {
    window[name].getItem("tab"); // some browsers give it and refuse to let it be used
    return isEmbedded ? apart(window[name]) : window[name];
  } catch {
    return inMemory();
  }
}

/** What goes with the tab. */
export const ofTab = storage("sessionStorage");

/** What stays in the browser; of a chat on another site's page nothing does. */
export const ofBrowser = isEmbedded ? ofTab : storage("localStorage");

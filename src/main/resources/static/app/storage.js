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

function storage(name) {
  try {
    window[name].getItem("tab"); // some browsers give it and refuse to let it be used
    return window[name];
  } catch {
    return inMemory();
  }
}

/** What goes with the tab. */
export const ofTab = storage("sessionStorage");

/** What stays in the browser; of a chat on another site's page nothing does. */
export const ofBrowser = isEmbedded ? ofTab : storage("localStorage");

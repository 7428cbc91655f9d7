// Whether the service can be reached, in words.
import { reachability, t, onLanguage } from "./common.js";

/** Asked that often while the page is seen, seldomer than a person would notice. */
const CONNECTED_MS = 20_000;
const OFFLINE_MS = 3_000;

/** Shows the state in #connection from now on; returns how to say what else is known of it. */
export function watchConnection() {
  const shown = document.getElementById("connection");
  let timer;

  function show(state) {
    const text = t(`connection.${state}`);
    if (shown.textContent !== text) shown.textContent = text; // a screen reader says each change
    shown.dataset.state = state;
    clearTimeout(timer);
    timer = setTimeout(look, state === "connected" ? CONNECTED_MS : OFFLINE_MS);
  }

  async function look() {
    if (document.hidden) {
      timer = setTimeout(look, CONNECTED_MS);
      return;
    }
    try {
      await fetch("/health/live", { cache: "no-store", signal: AbortSignal.timeout(OFFLINE_MS) });
      show("connected");
    } catch {
      show("offline");
    }
  }

  addEventListener("online", look);
  addEventListener("offline", () => show("offline"));
  document.addEventListener("visibilitychange", () => document.hidden || look());
  reachability.addEventListener("call", ({ detail }) => show(detail ? "connected" : "offline"));
  onLanguage(() => show(shown.dataset.state));
  look();
  return show;
}

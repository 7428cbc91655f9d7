// Whether the service can be reached.
import { reachability } from "./common.js";
import { isEmbedded } from "./embed.js";
import { set, state } from "./store.js";

/** Asked that often while the page is seen, seldomer than a person would notice. */
const CONNECTED_MS = 20_000;
const OFFLINE_MS = 3_000;

/** Keeps the state's `connection` at what is known from now on: "connected", "connecting" or "offline". */
export function watchConnection() {
  let timer;

  function show(connection) {
    if (state.connection !== connection) set({ connection });
    clearTimeout(timer);
    timer = setTimeout(look, connection === "connected" ? CONNECTED_MS : OFFLINE_MS);
  }

  async function look() {
    if (document.hidden) {
      timer = setTimeout(look, CONNECTED_MS);
      return;
    }
    try {
      const credentials = isEmbedded ? "omit" : "same-origin"; // as for every call: see service.js
      await fetch("/health/live", { cache: "no-store", credentials, signal: AbortSignal.timeout(OFFLINE_MS) });
      show("connected");
    } catch {
      show("offline");
    }
  }

  addEventListener("online", look);
  addEventListener("offline", () => show("offline"));
  document.addEventListener("visibilitychange", () => document.hidden || look());
  reachability.addEventListener("call", ({ detail }) => show(detail ? "connected" : "offline"));
  look();
}

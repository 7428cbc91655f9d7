// The chat page: starts it, and wires what belongs to the whole of it.
import { applyTexts, call, joinLogin, onLanguage, Problem, settleTab, t, tab } from "./common.js";
import { actions } from "./actions.js";
import { search } from "./composer.js";
import { learnBranding } from "./branding.js";
import { watchConnection } from "./connection.js";
import { addressed, openShared, setAgents } from "./conversation.js";
import * as current from "./conversation.js";
import { isEmbedded, onShown, tellAround } from "./embed.js";
import { named, refresh } from "./list.js";
import { send, sendWaiting } from "./messages.js";
import { byId, draft, guarded } from "./page.js";
import { onChange, set, state } from "./store.js";
import { Fragment, h, render } from "./ui.js";
import { Dialogs } from "./view-dialogs.js";
import { Main } from "./view-main.js";
import { readShared } from "./view-share.js";
import { Side } from "./view-side.js";
import { chosenPassword } from "./welcome-link.js";

function App() {
  return h(Fragment, {},
    h("a", { class: "skip", href: "#text", onClick: (e) => { e.preventDefault(); byId("text")?.focus(); } }, t("skip")),
    isEmbedded ? null : h(Side), h(Main), h(Dialogs));
}

/** Who can be asked: as whoever is logged in, else as a guest where the service lets guests talk. */
async function learnAgents() {
  const isGuest = !(await joinLogin());
  if (isGuest) tab.set("session", { anonymous: true });
  try {
    setAgents((await call("/agents", { login: !isGuest })).agents);
    set({ mayTalk: true });
  } catch (problem) {
    if (!(problem instanceof Problem && problem.wantsLogin)) throw problem;
    if (isGuest) tab.set("session", null);
    set({ mayTalk: false });
  }
}

/** Why agents answer without a model, for whoever operates the service: on its own machine, or as an administrator. */
async function learnCause() {
  if (!isEmbedded && actions.isOperator()) set({ cause: (await call("/", { login: false })).model === null });
}

/** Opens what the page's address names, else what the tab had open before a reload, with the answer that was being made. */
async function openFirst(last, pending) {
  const isNew = last && !last.id && !addressed();
  current.begin({ key: isNew ? last.key : undefined, step: false });
  const id = addressedFirst ?? (isNew ? named(last.key)?.id : null) ?? (isEmbedded ? last?.id : null);
  if (id) await actions.open(id, null, false);
  if (pending && !pending.turnId && pending.sessionId === state.conversation.key && !state.running) {
    // Whether it was accepted nobody knows; under its key it is answered once.
    if (!draft.get().includes(pending.text)) draft.set(pending.text);
    tab.set("pending", pending);
    if (draft.get() === pending.text && !pending.version) send();
  }
}

const addressedFirst = addressed();

/** The link of a shared conversation that the address has, or null. */
const sharedFirst = /^\/app\/s\/([\w-]+)$/.exec(location.pathname)?.[1] ?? null;

async function load(last, pending) {
  learnBranding()
    .then(() => state.conversation?.key && current.setConversation({}))
    .catch(() => {}); // the page has a dress of its own
  if (!isEmbedded) await chosenPassword(); // another site's page is no place for a password
  await learnAgents();
  learnCause().catch(() => {}); // the chat works without it
  await guarded(refresh);
  if (sharedFirst) openShared(await readShared(sharedFirst));
  set({ ready: true });
  if (sharedFirst) return;
  await openFirst(last, pending);
  sendWaiting();
}

function isWriting(event) {
  return event.target.matches?.("input, textarea, select, [contenteditable]");
}

function keys(event) {
  const { key, ctrlKey, metaKey, shiftKey } = event;
  const command = ctrlKey || metaKey;
  if (document.querySelector("dialog[open]")) return;
  if (key === "Escape" && shiftKey) byId("text")?.focus();
  else if (key === "Escape" && !document.querySelector(":popover-open")) actions.escape();
  else if (command && !shiftKey && key.toLowerCase() === "k" && !isEmbedded) search();
  else if (command && shiftKey && key.toLowerCase() === "o") actions.begin();
  else if (key === "?" && !command && !isWriting(event)) set({ dialog: "keys" });
  else return;
  event.preventDefault();
}

async function start() {
  tellAround("ready");
  if (isEmbedded) byId("side").remove(); // which the page has before anything is drawn
  onShown(() => byId("text")?.focus());
  applyTexts();
  onChange(() => render(h(App), byId("app")));
  onLanguage(() => guarded(actions.speakOtherwise));
  document.addEventListener("keydown", keys);
  addEventListener("popstate", () => {
    const id = addressed();
    if (location.pathname.startsWith("/app/s/")) location.reload();
    else if (id) actions.open(id, null, false);
    else actions.begin({ step: false });
  });
  set({});
  watchConnection();
  // Browsers have it over TLS and on the machine itself alone; the page works without.
  if (!isEmbedded) navigator.serviceWorker?.register("/app/worker.js", { scope: "/app/" }).catch(() => {});
  await settleTab();
  const [last, pending] = [tab.get("conversation"), tab.get("pending")];
  guarded(() => load(last, pending));
}

start();

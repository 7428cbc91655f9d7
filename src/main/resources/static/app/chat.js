// The chat page: starts it, and wires what the reader does.
import { addTexts, applyTexts, call, element, logIn, logOut, onLanguage, request, session, settleTab, setUpSwitches, t, tab }
  from "./common.js";
import { watchConnection } from "./connection.js";
import * as current from "./conversation.js";
import { follow, goOn, isRunning, leave, onMessages, send, stopAnswer } from "./messages.js";
import { byId, draft, followEnd, guarded } from "./page.js";
import { ask, Side } from "./side.js";
import { TEXTS } from "./texts.js";

const side = new Side(
  (id, turnId) => guarded(async () => {
    hideSide();
    await open(id, turnId);
  }),
  (id, title) => {
    if (id !== current.conversation().id) return;
    if (title) current.setConversation({ title });
    else begin();
  });

function begin(key) {
  leave();
  current.begin(key);
  side.mark(null);
  byId("text").focus();
}

async function open(id, turnId) {
  leave();
  const running = await current.open(id, turnId);
  side.mark(id);
  if (running) follow(running);
}

/** The service knows more of the conversation by now: the list shows it, and tells its id and title. */
async function changed() {
  await side.refresh();
  const known = side.named(current.conversation().key);
  if (known && !current.conversation().id) {
    current.setConversation({ id: known.id, title: known.title });
    side.mark(known.id);
  }
}

async function download(format, ending) {
  const { id, title } = current.conversation();
  const response = await request(`/conversations/${id}/export?format=${format}`, { headers: { Accept: "*/*" } });
  const url = URL.createObjectURL(await response.blob());
  const name = (title ?? "").normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\w]+/g, "-").replace(/^-|-$/g, "");
  element("a", { href: url, download: `${name || "conversation"}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function reset() {
  if (!(await ask(t("reset.ask"), { submit: t("reset") }))) return;
  await request("/reset", { method: "POST", body: { session_id: current.conversation().key } });
  begin();
  await side.refresh();
}

function chooseAgent() {
  localStorage.setItem("agent", byId("agent").value);
  current.setConversation({ agent: byId("agent").value });
  current.greet();
}

function hideSide() {
  byId("side").classList.remove("shown");
  byId("side-switch").setAttribute("aria-expanded", "false");
}

function switchSide() {
  const shown = byId("side").classList.toggle("shown");
  byId("side-switch").setAttribute("aria-expanded", String(shown));
  if (shown) byId("new").focus();
}

function escape() {
  if (byId("side").classList.contains("shown")) {
    hideSide();
    byId("side-switch").focus();
  } else {
    stopAnswer();
  }
}

function wire() {
  const onClick = (id, action) => byId(id).addEventListener("click", action);
  onClick("stop", stopAnswer);
  byId("turns").addEventListener("go-on", goOn);
  onClick("new", () => {
    hideSide();
    begin();
  });
  onClick("earlier", () => guarded(current.earlier));
  onClick("export-markdown", () => guarded(() => download("markdown", "md")));
  onClick("export-json", () => guarded(() => download("json", "json")));
  onClick("reset", () => guarded(reset));
  onClick("logout", logOut);
  onClick("side-switch", switchSide);
  byId("agent").addEventListener("change", chooseAgent);
  byId("composer").addEventListener("submit", (e) => {
    e.preventDefault();
    send();
  });
  byId("text").addEventListener("input", draft.keep);
  byId("text").addEventListener("keydown", (e) => {
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      send();
    }
  });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && !document.querySelector("dialog[open]")) escape();
  });
  onLanguage(() => guarded(speakOtherwise));
}

async function speakOtherwise() {
  showWho();
  if (!current.conversation()) return;
  current.setConversation({});
  current.setCount(byId("count").dataset.count);
  current.greet();
  await side.refresh();
  const { id } = current.conversation();
  if (id && !isRunning()) await open(id);
}

function showWho() {
  // Whoever else follows the link is asked for another login; it would lead them nowhere.
  byId("operate").hidden = session()?.role !== "ADMIN";
  byId("who").textContent = session()?.username ?? (session() ? t("without.account") : "");
}

/** Why agents answer without a model, for whoever operates the service: on its own machine, or as an administrator. */
async function showCause() {
  const operates = session()?.role === "ADMIN" || ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  byId("cause").hidden = !operates || (await call("/", { login: false })).model !== null;
}

/** Logs in and shows what was open before a reload, with the answer that was being made. */
async function load(reason, last, pending) {
  await logIn(reason);
  showWho();
  showCause().catch(() => {}); // the chat works without it
  current.setAgents((await call("/agents")).agents);
  await side.refresh();
  begin(last && !last.id ? last.key : undefined);
  const id = last?.id ?? (last && side.named(last.key)?.id);
  if (id) {
    await open(id).catch((problem) => {
      if (problem.status !== 404) throw problem; // it was deleted meanwhile
    });
  }
  if (pending && !pending.turnId && pending.sessionId === current.conversation().key && !isRunning()) {
    // Whether it was accepted nobody knows; under its key it is answered once.
    if (!draft.get().includes(pending.text)) draft.set(pending.text);
    tab.set("pending", pending);
    if (draft.get() === pending.text) send();
  }
}

async function start() {
  addTexts(TEXTS);
  setUpSwitches();
  draft.restore();
  followEnd();
  const connection = watchConnection();
  onMessages({ changed, waiting: (is) => connection(is ? "connecting" : "connected") });
  const copied = await settleTab();
  const [last, pending] = [tab.get("conversation"), tab.get("pending")];
  wire();
  guarded(() => load(copied && !session() ? "login.copied" : null, last, pending));
}


start();

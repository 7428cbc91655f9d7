// What the reader does with the page, wherever they do it.
import { element, logIn, request, session, t, tab } from "./common.js";
import * as current from "./conversation.js";
import { isEmbedded, tellAround } from "./embed.js";
import { mark, refresh, remove, rename } from "./list.js";
import { follow, leave, stopAnswer } from "./messages.js";
import { byId, guarded } from "./page.js";
import { stopSpeaking } from "./speech.js";
import { set, state, toast } from "./store.js";

function hideSide() {
  if (state.sideShown) set({ sideShown: false });
}

function showSide() {
  set({ sideShown: true });
  setTimeout(() => byId("new").focus());
}

/** A new conversation. */
function begin(options) {
  leave();
  stopSpeaking();
  hideSide();
  current.begin(options);
  setTimeout(() => byId("text")?.focus());
}

/** Opens a conversation, at a turn where one was searched for. */
function open(id, turnId, step = true) {
  return guarded(async () => {
    hideSide();
    leave();
    stopSpeaking();
    const running = await current.open(id, { turnId, step }).catch((problem) => {
      if (problem.status !== 404) throw problem;
      toast(t("conversation.gone"));
      begin({ step: false });
    });
    if (running) follow(running);
  });
}

/** Has a link do it in the page, unless the reader wants another tab. */
function onLink(action) {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    action();
  };
}

async function download(c, format, ending) {
  const response = await request(`/conversations/${c.id}/export?format=${format}`, { headers: { Accept: "*/*" } });
  const url = URL.createObjectURL(await response.blob());
  const name = (c.title ?? "").normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\w]+/g, "-").replace(/^-|-$/g, "");
  element("a", { href: url, download: `${name || "conversation"}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function renamed(c) {
  const title = await rename(c);
  if (title && c.id === state.conversation.id) current.setConversation({ title });
}

async function removed(c) {
  await remove(c);
  if (c.id === state.conversation.id) begin();
}

/** On another site's page one conversation is all there is: what can be done with it there. */
const EMBEDDED = ["export-markdown", "line", "delete"];

/** What one can do with a conversation, as a menu. */
function ofConversation(c) {
  const items = [
    { id: "pin", label: t(c.pinned ? "unpin" : "pin"), sign: "pin", action: () => guarded(() => mark(c, { pinned: !c.pinned })) },
    { id: "share", label: t("share"), sign: "link", action: () => set({ sharing: c, dialog: "share" }) },
    { id: "rename", label: t("rename"), sign: "edit", action: () => guarded(() => renamed(c)) },
    { id: "export-markdown", label: t("export.markdown"), sign: "export", action: () => guarded(() => download(c, "markdown", "md")) },
    { id: "export-json", label: t("export.json"), sign: "export", action: () => guarded(() => download(c, "json", "json")) },
    "line",
    { id: "archive", label: t(c.archived ? "unarchive" : "archive"), sign: "archive", action: () => guarded(() => mark(c, { archived: !c.archived })) },
    { id: "delete", label: t("delete.do"), sign: "trash", bad: true, action: () => guarded(() => removed(c)) },
  ];
  return isEmbedded ? items.filter((item) => EMBEDDED.includes(item.id ?? item)) : items;
}

/** Logs in from a page that worked without; what is typed stays, what was said belongs to the browser as before. */
async function toLogIn() {
  hideSide();
  if (!(await logIn())) return;
  for (const name of ["conversation", "pending"]) tab.set(name, null);
  location.assign("/app/");
}

/** Does what Escape is for: closes what lies above the page, else stops the answer. */
function escape() {
  if (state.sideShown) {
    hideSide();
    byId("side-switch").focus();
  } else if (state.running) {
    stopAnswer();
  } else {
    tellAround("close");
  }
}

/** Puts the page into the language that was chosen: what the service says, too. */
async function speakOtherwise() {
  set({});
  if (!state.mayTalk) return;
  current.setAgents((await (await request("/agents")).json()).agents);
  current.setConversation({});
  await refresh();
}

export const actions = {
  begin, open, onLink, ofConversation, showSide, hideSide, escape, speakOtherwise, logIn: toLogIn,
  isOperator: () => session()?.role === "ADMIN" || ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname),
};

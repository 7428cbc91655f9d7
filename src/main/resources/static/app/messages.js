// Messages on their way: one at a time, asked once, followed to the end.
import { logIn, Problem, randomId, tab, t } from "./common.js";
import { addTurn, nameOf, readOnly, removeTurn, setConversation } from "./conversation.js";
import { named, refresh } from "./list.js";
import { words } from "./markdown.js";
import { notify } from "./notify.js";
import { announce, byId, draft, guarded, notice } from "./page.js";
import { set, state } from "./store.js";
import { answer, stop } from "./stream.js";

let running = null; // {message, line, stopping}

let waiting = null; // what the reader wanted to send before the page was ready

/** Sends what is typed, as soon as the page knows who answers. It stays typed, over a reload too, until the service has accepted it. */
export function send() {
  const typed = draft.get();
  waiting = state.ready ? null : typed;
  if (running || !typed.trim() || !mayTalk()) return;
  const { key: sessionId } = state.conversation;
  const before = tab.get("pending");
  // The same text again, after nobody knows what: the same message, which is answered once.
  const same = before && !before.turnId && !before.version && before.text === typed && before.sessionId === sessionId;
  const message = same ? before : messageOf(typed);
  run(message, addTurn(typed, message.agent), true);
}

/** Sends what the reader wanted to send before the page was ready, unless they have written on since. */
export function sendWaiting() {
  if (waiting !== null && draft.get() === waiting) send();
}

/** Asks this; what is typed meanwhile stays typed. */
export function say(text) {
  if (running || !mayTalk()) return;
  const message = messageOf(text);
  run(message, addTurn(text, message.agent), false);
}

/** Asks anew in place of a turn: the same question or another one; the turn and what followed are kept as a version. */
export function askAnew(turn, text = turn.question) {
  if (running || !mayTalk() || !turn.id) return;
  const before = state.turns;
  const message = { ...messageOf(text), version: { conversation: state.conversation.id, turn: turn.id } };
  set({ turns: before.slice(0, before.indexOf(turn)) });
  const anew = addTurn(text, message.agent);
  anew.versions = turn.versions.length ? turn.versions : [turn.id];
  run(message, anew, false, () => set({ turns: before }));
}

/** Has the reader change the last message. */
export function editLast() {
  const turn = state.turns.findLast((one) => one.status !== "summary");
  if (turn?.id && !running && mayTalk()) turn.update({ editing: true });
}

/** Has the last answer, which was cut, go on. */
export function goOn() {
  say(t("go_on.word"));
}

export function mayTalk() {
  return state.ready && state.mayTalk && !readOnly();
}

function messageOf(text) {
  return { key: randomId(), text, sessionId: state.conversation.key, agent: state.agent ?? undefined };
}

/** Goes on with an answer that is being made already. */
export function follow(turn) {
  run({ turnId: turn.id, text: turn.question, sessionId: state.conversation.key, agent: turn.agent }, turn, false);
}

/** Follows no longer; the answer goes on, and is found again in its conversation. */
export function leave() {
  running?.line.abort();
  if (running) ended();
}

/** Stops the answer that is being made; also one that has not been accepted yet, as soon as it is. */
export function stopAnswer() {
  if (!running || running.stopping) return;
  running.stopping = true;
  set({ stopping: true });
  byId("text")?.focus();
  const { turnId } = running.message;
  if (turnId) guarded(() => stop(turnId));
}

/** `undo` puts the page as it was, where the message is not accepted; else it stands in the field again. */
async function run(message, turn, isTyped, undo = null) {
  const mine = { message, line: new AbortController(), stopping: false };
  running = mine;
  notice();
  tab.set("pending", message);
  set({ running: true, stopping: false });
  announce(t("answering", { agent: nameOf(message.agent) }));
  const told = {
    accepted(turnId) {
      tab.set("pending", message);
      turn.update({ id: turnId, versions: turn.versions.length ? [...turn.versions, turnId] : [] });
      if (isTyped && draft.get().startsWith(message.text)) draft.set(draft.get().slice(message.text.length).trimStart());
      isTyped = false;
      if (!state.conversation.id) guarded(learn);
      if (mine.stopping) guarded(() => stop(turnId));
    },
    text: (text) => turn.update({ text }),
    waiting: (isWaiting) => set({ connection: isWaiting ? "connecting" : "connected" }),
  };
  try {
    const reply = await answer(message, told, mine.line.signal);
    if (running === mine) answered(reply, turn);
  } catch (problem) {
    if (running !== mine) return; // left
    ended();
    if (!(problem instanceof Problem)) throw problem;
    if (message.turnId) failed(problem, message, turn);
    else if (undo) notRetaken(problem, undo);
    else refused(problem, message, turn);
  }
}

/** The service knows more of the conversation by now: the list shows it, and tells its id and title. */
async function learn() {
  await refresh();
  const known = named(state.conversation.key);
  if (known) setConversation({ id: known.id, title: known.title });
}

function answered(reply, turn) {
  ended();
  turn.update({ status: "answered", text: reply.reply ?? "", meta: reply.meta ?? {}, agent: reply.agent ?? turn.agent });
  set({ count: reply.message_count });
  announce(words(turn.text));
  notify(nameOf(turn.agent), words(turn.text));
  guarded(learn);
}

/** Accepted, but there is no answer: it can be asked for again, and is the same message then. */
function failed(problem, message, turn) {
  const again = () => {
    if (running) return;
    turn.update({ status: "running", text: "", problem: null, again: null, versions: [] });
    run({ ...message, key: message.key ?? randomId(), turnId: undefined }, turn, false);
  };
  turn.update({ status: "failed", problem, again });
  if (problem.wantsLogin) logIn("login.ended");
  else guarded(learn);
}

/** Not accepted: the text goes on standing where it was typed. */
function refused(problem, message, turn) {
  removeTurn(turn);
  if (!draft.get().includes(message.text)) draft.set([message.text, draft.get()].filter(Boolean).join("\n"));
  tab.set("pending", message);
  notice(problem, send);
}

function notRetaken(problem, undo) {
  undo();
  tab.set("pending", null);
  notice(problem);
}

function ended() {
  running = null;
  tab.set("pending", null);
  set({ running: false, stopping: false });
  announce("");
}

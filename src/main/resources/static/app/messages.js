// Messages on their way: one at a time, asked once, followed to the end.
import { logIn, Problem, randomId, tab, t } from "./common.js";
import { addTurn, conversation, greet, nameOf, setCount } from "./conversation.js";
import { announce, byId, draft, guarded, notice } from "./page.js";
import { answer, stop } from "./stream.js";
import { trouble } from "./turns.js";

let running = null; // {message, line, stopping}
let listener = { changed: async () => {}, waiting() {} };

/** Told changed() when the service knows more of the conversation, and waiting(isWaiting) for the connection. */
export function onMessages(told) {
  listener = told;
}

export function isRunning() {
  return running !== null;
}

/** Sends what is typed. It stays typed, over a reload too, until the service has accepted it. */
export function send() {
  const typed = draft.get();
  if (running || !typed.trim() || byId("composer").hidden) return;
  const { key: sessionId } = conversation();
  const before = tab.get("pending");
  // The same text again, after nobody knows what: the same message, which is answered once.
  const same = before && !before.turnId && before.text === typed && before.sessionId === sessionId;
  const agent = byId("agent").value || undefined;
  const message = same ? before : { key: randomId(), text: typed, sessionId, agent };
  run(message, addTurn(typed, message.agent), true);
}

/** Has the last answer, which was cut, go on; what is typed meanwhile stays typed. */
export function goOn() {
  if (running || byId("composer").hidden) return;
  const message = { key: randomId(), text: t("go_on.word"), sessionId: conversation().key, agent: byId("agent").value || undefined };
  run(message, addTurn(message.text, message.agent), false);
}

/** Goes on with an answer that is being made already. */
export function follow({ turn, view }) {
  run({ turnId: turn.id, text: turn.question, sessionId: conversation().key, agent: turn.agent }, view, false);
}

/** Follows no longer; the answer goes on, and is found again in its conversation. */
export function leave() {
  running?.line.abort();
  if (running) ended();
}

/** Stops the answer that is being made; also one that has not been accepted yet, as soon as it is. */
export function stopAnswer() {
  if (!running) return;
  running.stopping = true;
  byId("stop").disabled = true;
  byId("text").focus();
  const { turnId } = running.message;
  if (turnId) guarded(() => stop(turnId));
}

async function run(message, view, isTyped) {
  const mine = { message, line: new AbortController(), stopping: false };
  running = mine;
  notice();
  tab.set("pending", message);
  showRunning(true);
  announce(t("answering", { agent: nameOf(message.agent) }));
  const told = {
    accepted(turnId) {
      tab.set("pending", message);
      view.id = turnId;
      if (isTyped && draft.get().startsWith(message.text)) draft.set(draft.get().slice(message.text.length).trimStart());
      isTyped = false;
      if (!conversation().id) guarded(listener.changed);
      if (mine.stopping) guarded(() => stop(turnId));
    },
    text: (whole) => view.grow(whole),
    waiting: (isWaiting) => listener.waiting(isWaiting),
  };
  try {
    const reply = await answer(message, told, mine.line.signal);
    if (running === mine) answered(reply, view);
  } catch (problem) {
    if (running !== mine) return; // left
    ended();
    if (!(problem instanceof Problem)) throw problem;
    if (message.turnId) failed(problem, message, view);
    else refused(problem, message, view);
  }
}

function answered(reply, view) {
  ended();
  view.done(reply.reply, reply.meta);
  setCount(reply.message_count);
  announce(view.words);
  guarded(listener.changed);
}

/** Accepted, but there is no answer: it can be asked for again, and is the same message then. */
function failed(problem, message, view) {
  const again = () => {
    if (running) return;
    view.again();
    run({ ...message, key: message.key ?? randomId(), turnId: undefined }, view, false);
  };
  view.failed(trouble(problem, again));
  if (problem.wantsLogin) logIn("login.ended");
  else guarded(listener.changed);
}

/** Not accepted: the text goes on standing where it was typed. */
function refused(problem, message, view) {
  view.root.remove();
  if (!draft.get().includes(message.text)) draft.set([message.text, draft.get()].filter(Boolean).join("\n"));
  tab.set("pending", message);
  greet();
  notice(trouble(problem, send));
}

function showRunning(yes) {
  byId("send").hidden = yes;
  byId("stop").hidden = !yes;
  byId("stop").disabled = false;
}

function ended() {
  running = null;
  tab.set("pending", null);
  showRunning(false);
  announce("");
}

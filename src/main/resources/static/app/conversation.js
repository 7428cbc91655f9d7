// The conversation that is open: which one it is, and what was said in it.
import { call, element, randomId, t, tab } from "./common.js";
import { forgetPictures } from "./markdown.js";
import { byId, stay, toEnd } from "./page.js";
import { greeting, summary, TurnView } from "./turns.js";

const PAGE = 30;

let agents = [];
let current = null; // {id, key, agent, title, channel, open}; a new one has no id yet
let earliest = null; // the `before` of the page before the first that is shown

export function conversation() {
  return current;
}

/** Whom one can talk with. */
export function setAgents(all) {
  agents = all.filter((a) => a.kind !== "runtime"); // those take instructions, and have calls of their own
  const linked = new URLSearchParams(location.search).get("agent"); // a link leads to whom one was looking for
  const wanted = tab.get("conversation")?.agent ?? linked ?? localStorage.getItem("agent");
  byId("agent").replaceChildren(
    ...agents.map((a) => element("option", { value: a.id, textContent: a.name, title: a.description })));
  if (agents.some((a) => a.id === wanted)) byId("agent").value = wanted;
}

function agentOf(id) {
  return agents.find((a) => a.id === id) ?? { id, name: id, greeting: "", description: "" };
}

export function nameOf(agent) {
  return agentOf(agent).name;
}

/** From now on this one is open, or more is known of it. */
export function setConversation(changes) {
  current = { ...current, ...changes };
  tab.set("conversation", { id: current.id, key: current.key, agent: current.agent });
  const title = current.title ?? t("new.title");
  byId("title").textContent = title;
  document.title = `${title} · Session Manager`;
  byId("agent").value = current.agent;
  const ended = current.open ? "" : t("read.only.ended");
  const readOnly = current.channel === "chat" ? ended : t("read.only.channel", current);
  byId("read-only").textContent = readOnly;
  byId("read-only").hidden = !readOnly;
  byId("composer").hidden = Boolean(readOnly);
  byId("agent").disabled = Boolean(readOnly);
  byId("reset").disabled = !current.id || Boolean(readOnly);
  byId("export-markdown").disabled = !current.id;
  byId("export-json").disabled = !current.id;
}

export function setCount(messages) {
  byId("count").dataset.count = messages;
  byId("count").textContent = t("count", { count: messages });
}

/** A new one; it comes to be with its first message. */
export function begin(key = `web-${randomId()}`) {
  forgetPictures();
  setConversation({ id: null, key, agent: byId("agent").value, title: null, channel: "chat", open: true });
  earliest = null;
  byId("earlier").hidden = true;
  byId("turns").replaceChildren();
  setCount(0);
  greet();
}

/** The agent's greeting, as long as nothing else is there. */
export function greet() {
  const first = byId("turns").firstElementChild;
  if (!first || first.matches(".greeting")) byId("turns").replaceChildren(greeting(agentOf(current.agent)));
}

/** A question that is being asked, at the end. */
export function addTurn(question, agent) {
  const view = new TurnView({ question, agentName: nameOf(agent) });
  byId("turns").querySelector(".greeting")?.remove();
  byId("turns").append(view.root);
  toEnd();
  return view;
}

/**
 * Opens one of those there are, at its end or at that turn.
 *
 * @returns {turn, view} of the last that is still being answered, or null
 */
export async function open(id, turnId) {
  const { data } = await call(`/conversations/${id}?limit=${PAGE}&before=${Number.MAX_SAFE_INTEGER}`);
  const c = data.conversation;
  forgetPictures();
  setConversation({ id, key: c.session_id, agent: c.agent, title: c.title, channel: c.channel, open: c.open });
  setCount(data.message_count);
  byId("turns").replaceChildren();
  const running = showPage(data);
  const wanted = () => byId("turns").querySelector(`[data-turn="${turnId}"]`);
  while (turnId && earliest && !wanted()) await earlier();
  if (turnId && wanted()) {
    stay();
    wanted().scrollIntoView();
  } else {
    toEnd();
  }
  return running;
}

/** Shows the page before the first turn that is shown; what the reader looks at stays where it is. */
export async function earlier() {
  const { data } = await call(`/conversations/${current.id}?limit=${PAGE}&before=${earliest}`);
  const log = byId("log");
  const below = log.scrollHeight - log.scrollTop;
  stay();
  showPage(data);
  log.scrollTop = log.scrollHeight - below;
}

function showPage({ turns, next }) {
  earliest = next;
  byId("earlier").hidden = next === null;
  const shown = turns.map((turn) =>
    ({ turn, view: turn.status === "summary" ? { root: summary(turn) } : viewOf(turn) }));
  byId("turns").prepend(...shown.map(({ view }) => view.root));
  return shown.findLast(({ turn }) => turn.status === "running") ?? null;
}

function viewOf(turn) {
  const view = new TurnView({
    id: turn.id,
    question: turn.question,
    agentName: nameOf(turn.agent),
    askedAt: new Date(turn.asked_at),
  });
  if (turn.status === "answered") {
    view.done(turn.answer, turn.meta);
  } else if (turn.status !== "running") {
    const why = turn.status === "cancelled" ? t("stopped") : t("unanswered", { code: turn.problem ?? turn.status });
    view.failed(element("span", { className: "quiet", textContent: why }));
  }
  return view;
}

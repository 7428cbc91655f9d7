// The conversation that is open: which one it is, its address, and what was said in it.
import { call, randomId, request, t, tab } from "./common.js";
import { isEmbedded, wish } from "./embed.js";
import { forgetPictures } from "./pictures.js";
import { setTitle } from "./notify.js";
import { byId, stay, toEnd } from "./page.js";
import { ofBrowser } from "./storage.js";
import { set, state } from "./store.js";
import { Turn } from "./turn.js";

const PAGE = 30;

/** Whom one can talk with, and who is asked first: whom the tab asked, a link named, or the reader asked last. */
export function setAgents(all) {
  let agents = all.filter((agent) => agent.kind !== "runtime"); // those take instructions, and have calls of their own
  // On another site's page only the agent answers that the page names.
  const alone = agents.filter((agent) => agent.id === wish("agent"));
  if (alone.length) agents = alone;
  const linked = new URLSearchParams(location.search).get("agent");
  const wanted = [state.agent, tab.get("conversation")?.agent, linked, ofBrowser.getItem("agent"), agents[0]?.id];
  set({ agents, agent: wanted.find((id) => agents.some((agent) => agent.id === id)) ?? null });
}

export function agentOf(id) {
  return state.agents.find((agent) => agent.id === id) ?? { id, name: id ?? "", greeting: "", description: "", examples: [] };
}

export function nameOf(id) {
  return agentOf(id).name;
}

export function chooseAgent(id) {
  ofBrowser.setItem("agent", id);
  set({ agent: id });
  setConversation({ agent: id });
}

/** The id of the conversation whose address the page has; null where it is that of a new one. */
export function addressed() {
  return /^\/app\/c\/([\w-]+)$/.exec(location.pathname)?.[1] ?? null;
}

function setAddress(way) {
  if (isEmbedded) return; // nobody sees it, and no other may be framed
  const { id } = state.conversation;
  const path = id ? `/app/c/${id}` : "/app/";
  if (location.pathname !== path) history[way](null, "", path);
}

/** Shows what is behind a link to be read; nobody's conversation is open then. */
export function openShared({ title, turns }) {
  set({ conversation: { id: null, key: null, shared: true, title }, turns: turns.map((turn) => Turn.of({ status: "answered", ...turn })) });
  setTitle(`${title} · ${state.branding.name}`);
}

/** From now on this one is open, or more is known of it. */
export function setConversation(changes) {
  const conversation = { ...state.conversation, ...changes };
  set({ conversation });
  tab.set("conversation", { id: conversation.id, key: conversation.key, agent: conversation.agent });
  setAddress("replaceState");
  setTitle(`${conversation.title ?? t("new.title")} · ${state.branding.name}`);
}

/** Why one cannot write in it, in words; null where one can. */
export function readOnly() {
  if (state.conversation?.shared) return t("read.only.shared");
  const { channel, open } = state.conversation ?? { channel: "chat", open: true };
  if (channel !== "chat") return t("read.only.channel", { channel });
  return open ? null : t("read.only.ended");
}

function change(conversation, step) {
  forgetPictures();
  state.conversation = conversation;
  if (step) setAddress("pushState");
  setConversation({});
}

/**
 * A new one; it comes to be with its first message.
 *
 * @param key by what the service will know it
 * @param step whether Back leads to where the reader was
 */
export function begin({ key = `web-${randomId()}`, step = true } = {}) {
  change({ id: null, key, agent: state.agent, title: null, channel: "chat", open: true }, step);
  set({ turns: [], earliest: null, count: 0, atEnd: true });
}

/**
 * Opens one of those there are, at its end or at that turn.
 *
 * @returns the last turn that is still being answered, or null
 */
export async function open(id, { turnId = null, step = true } = {}) {
  const { data } = await call(`/conversations/${id}?limit=${PAGE}&before=${Number.MAX_SAFE_INTEGER}`);
  const c = data.conversation;
  change({ id, key: c.session_id, agent: c.agent, title: c.title, channel: c.channel, open: c.open }, step);
  if (state.agents.some((agent) => agent.id === c.agent)) set({ agent: c.agent });
  set({ turns: data.turns.map(Turn.of), earliest: data.next, count: data.message_count, atEnd: true });
  const wanted = () => state.turns.some((turn) => turn.id === turnId);
  while (turnId && state.earliest && !wanted()) await earlier();
  await drawn();
  if (turnId && wanted()) {
    stay();
    const place = document.querySelector(`[data-turn="${turnId}"]`);
    place.scrollIntoView();
    place.classList.add("found");
  } else {
    toEnd();
  }
  return state.turns.findLast((turn) => turn.status === "running") ?? null;
}

/** Shows the page before the first turn that is shown; what the reader looks at stays where it is. */
export async function earlier() {
  const { data } = await call(`/conversations/${state.conversation.id}?limit=${PAGE}&before=${state.earliest}`);
  const log = byId("log");
  const below = log.scrollHeight - log.scrollTop;
  stay();
  set({ turns: [...data.turns.map(Turn.of), ...state.turns], earliest: data.next });
  await drawn();
  log.scrollTop = log.scrollHeight - below;
}

/** After the page has been drawn with what was set before. */
function drawn() {
  return new Promise((resolve) => setTimeout(resolve));
}

/** A question that is being asked, at the end. */
export function addTurn(question, agent) {
  const turn = new Turn({ question, agent });
  set({ turns: [...state.turns, turn] });
  setTimeout(toEnd);
  return turn;
}

/** Shows another version of a turn, with what stood below it then. */
export async function showVersion(turnId) {
  const { id } = state.conversation;
  await request(`/conversations/${id}/turns/${turnId}/show`, { method: "POST" });
  await open(id, { step: false });
  const place = document.querySelector(`[data-turn="${turnId}"]`);
  if (place) {
    stay();
    place.scrollIntoView();
  }
}

/** Keeps what the reader thinks of an answer; null takes it back. */
export async function rate(turn, rating, reason) {
  const path = `/conversations/${state.conversation.id}/turns/${turn.id}/rating`;
  if (rating) await request(path, { method: "PUT", body: { rating, ...(reason ? { reason } : {}) } });
  else await request(path, { method: "DELETE" });
  turn.update({ rating: rating && { rating, reason } });
}

export function removeTurn(turn) {
  set({ turns: state.turns.filter((one) => one !== turn) });
}

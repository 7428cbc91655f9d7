// The conversations there are: the list, the search in what was said, renaming and deleting.
import { call, request, t, written } from "./common.js";
import { guarded } from "./page.js";
import { set, state, toast } from "./store.js";
import { ask } from "./ui.js";

const PAGE = 40;
const PINNED_MAX = 100;
const FOUND_MAX = 30;

let search = 0;

/** Reads the first page again, or what is searched for. */
export async function refresh() {
  if (!state.mayTalk) return;
  const words = state.words.trim();
  await (words ? find(words) : page(null));
}

export async function more() {
  if (state.next) await page(state.next);
}

async function page(before) {
  const mine = ++search;
  const { archive } = state;
  const query = before ? `&before=${encodeURIComponent(before)}` : "";
  const [{ data }, pins] = await Promise.all([
    call(`/conversations?limit=${PAGE}&archived=${archive}${archive ? "" : "&pinned=false"}${query}`),
    before || archive ? null : call(`/conversations?limit=${PINNED_MAX}&pinned=true`),
  ]);
  if (mine !== search) return; // something newer was asked for meanwhile
  set({
    pinned: archive ? [] : (pins?.data.conversations ?? state.pinned),
    listed: before ? [...state.listed, ...data.conversations] : data.conversations,
    next: data.next,
    found: null,
  });
}

async function find(words) {
  const mine = ++search;
  const { data } = await call(`/conversations/search?limit=${FOUND_MAX}&q=${encodeURIComponent(words)}`);
  if (mine === search) set({ found: data.found });
}

/** The open conversation of the chat with this key, where it is among those listed. */
export function named(key) {
  return [...state.pinned, ...state.listed].find((c) => c.open && c.channel === "chat" && c.session_id === key) ?? null;
}

/** Asks for another title; the new one, or null. */
export async function rename(c) {
  const title = (await ask(t("rename.title"), { value: c.title, submit: t("save") }))?.trim();
  if (!title) return null;
  const { data } = await call(`/conversations/${c.id}`, { method: "PATCH", body: { title } });
  await refresh();
  return data.conversation.title;
}

/** Pins it, moves it to the archive, or back. */
export async function mark(c, changes) {
  await request(`/conversations/${c.id}`, { method: "PATCH", body: changes });
  if (changes.archived) toast(t("archived", c), t("undo"), () => guarded(() => mark(c, { archived: false })));
  await refresh();
}

/** Deletes it; for a while the reader can have it back. */
export async function remove(c) {
  await request(`/conversations/${c.id}`, { method: "DELETE" });
  toast(t("deleted", c), t("undo"), () => guarded(async () => {
    await request(`/conversations/${c.id}/restore`, { method: "POST" });
    await refresh();
  }));
  await refresh();
}

/** The list of the archive, or back to the usual one. */
export async function showArchive(archive) {
  set({ archive });
  await refresh();
}

/** What the list knows of a conversation, beside what the page does. */
export function known(conversation) {
  return { ...conversation, ...[...state.pinned, ...state.listed].find((c) => c.id === conversation.id) };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The days that a list is divided by: today, yesterday, the last week, the last month, then month by month. */
export function dayOf(iso, now = new Date()) {
  const then = new Date(iso);
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (then >= midnight) return t("day.today");
  if (then >= midnight - DAY_MS) return t("day.yesterday");
  if (then >= midnight - 7 * DAY_MS) return t("day.week");
  if (then >= midnight - 30 * DAY_MS) return t("day.month");
  return written(then, { month: "long", year: "numeric" });
}

const AROUND_CHARS = 40;

/** Where the words were found: [before, found, after] of the text, or of its beginning where they are spelt otherwise. */
export function place(turn, words) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const first = plain(words.trim().split(/\s+/)[0]);
  for (const text of [turn.question, turn.answer ?? ""]) {
    // As long as the plain text, as almost all texts are, places in both are the same.
    const found = plain(text).length === text.normalize("NFC").length ? plain(text).indexOf(first) : -1;
    if (found >= 0) {
      const whole = text.normalize("NFC");
      const from = Math.max(0, found - AROUND_CHARS);
      return [
        (from > 0 ? "…" : "") + whole.slice(from, found),
        whole.slice(found, found + first.length),
        whole.slice(found + first.length, found + first.length + 2 * AROUND_CHARS),
      ];
    }
  }
  return [turn.question.slice(0, 3 * AROUND_CHARS), "", ""];
}

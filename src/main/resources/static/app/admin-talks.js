// What guests and customers said: listed, searched, read. What users with an account said is theirs alone.
import { call, request, t } from "./common.js";
import { ask } from "./admin-dialog.js";
import { Listing, Table } from "./admin-list.js";
import { moment, Panel, Tag } from "./admin-parts.js";
import { guarded, say, useAnswer } from "./admin-watch.js";
import { state, toast } from "./store.js";
import { h, Sign, useEffect, useState } from "./ui.js";

const TURNS = 30;
const FOUND_MAX = 50;
const SLOW_MS = 20_000;

const TABS = ["", "unanswered", "opt-outs"];

const CONVERSATIONS = () => [
  { title: "title", kind: "long", cell: (one) => h("a", { href: `#talks/read/${one.id}` }, one.title) },
  { title: "channel", cell: (one) => one.channel },
  { title: "agent", cell: (one) => one.agent },
  { title: "conversation", kind: "code", cell: (one) => one.session_id },
  { title: "seen", cell: (one) => moment(one.updated_at) },
];

function channels() {
  const known = Object.keys(state.overview.sessions.by_channel).filter((one) => !["rest", "browser", "key"].includes(one));
  return [...new Set(["chat", ...known])].sort();
}

/** Words are looked for in what was said; where none are, the conversations are listed. */
function Conversations() {
  const [words, look] = useState("");
  const [channel, choose] = useState("");
  return h(Panel, { id: "talks", title: t("talks"), note: t("talks.what") },
    h("form", { class: "filters", role: "search", onSubmit: (e) => {
      e.preventDefault();
      look(e.target.elements.q.value.trim());
    } },
    h("label", { class: "find" }, h(Sign, { name: "search" }), h("input", {
      type: "search", name: "q", id: "talks-words", "aria-label": t("talks.search"), placeholder: t("talks.search"), maxLength: 200, autocomplete: "off",
      onInput: (e) => e.target.value || look(""),
    })),
    h("button", { type: "submit" }, t("search.do")),
    words ? null : h("select", { id: "talks-channel", "aria-label": t("channel"), onChange: (e) => choose(e.target.value) },
      ["", ...channels()].map((one) => h("option", { value: one, selected: one === channel }, one || t("channels.all"))))),
    words ? h(Found, { words }) : h(Listing, {
      key: channel, id: "talks-list", path: "/admin/conversations", name: "conversations", cursor: "before", every: SLOW_MS,
      fixed: { archived: "all", ...(channel ? { channel } : {}) },
      unwrap: (answer) => answer.data, label: t("talks"), keyOf: (one) => one.id, empty: t("talks.none"), columns: CONVERSATIONS,
    }));
}

function Found({ words }) {
  const [answer] = useAnswer(`/admin/conversations/search?q=${encodeURIComponent(words)}&limit=${FOUND_MAX}`, 0);
  if (!answer) return null;
  const columns = [
    { title: "title", kind: "long", cell: (one) => h("a", { href: `#talks/read/${one.conversation_id}` }, one.title) },
    { title: "said", kind: "long", cell: (one) => one.turn.question },
    { title: "agent", cell: (one) => one.turn.agent },
    { title: "when", cell: (one) => moment(one.turn.asked_at) },
  ];
  return h(Table, { id: "found", label: t("talks.search"), columns, rows: answer.data.found, keyOf: (one) => one.turn.id, empty: t("list.none") });
}

function Turn({ turn }) {
  const { by, mark } = turn.meta ?? {};
  return h("li", { key: turn.id },
    turn.question ? h("p", { class: "asked" }, turn.question) : null,
    turn.answer ? h("p", { class: "answered" }, turn.answer) : h("p", { class: "quiet" }, t("talk.unanswered", { code: turn.problem ?? turn.status })),
    h("small", { class: "quiet" }, [turn.agent, by, mark, moment(turn.asked_at)].filter(Boolean).join(" · ")));
}

/** A conversation from its end; what came before comes page by page. */
function Reading({ id }) {
  const [talk, show] = useState(null);
  const read = (before) => guarded(async () => {
    const { data } = await call(`/admin/conversations/${encodeURIComponent(id)}?limit=${TURNS}&before=${encodeURIComponent(before)}`);
    show((known) => ({ ...data, turns: [...data.turns, ...(known?.turns ?? [])] }));
  });
  useEffect(() => {
    read("9223372036854775807");
  }, [id]);
  if (!talk) return null;
  const { conversation: c, turns } = talk;
  const erase = () => ask(t("talk.delete.ask", { title: c.title }), {
    note: t("talk.delete.what"), submit: t("delete.do"), bad: true,
    work: async () => {
      await request(`/admin/conversations/${id}`, { method: "DELETE" });
      say(t("deleted", c));
      toast(t("deleted", c));
      location.hash = "#talks";
    },
  });
  return h(Panel, { id: "talk", title: c.title, note: [c.channel, c.agent, c.session_id].join(" · "),
    actions: h("div", { class: "row" }, h("a", { class: "button", href: "#talks" }, t("talk.back")),
      h("button", { type: "button", class: "bad", onClick: erase }, t("delete.do"))) },
  talk.next ? h("button", { type: "button", onClick: () => read(talk.next) }, t("earlier")) : null,
  h("ol", { class: "talk" }, turns.map((turn) => h(Turn, { key: turn.id, turn }))));
}

function Unanswered() {
  const [answer] = useAnswer("/admin/unanswered?limit=100", SLOW_MS);
  const columns = [
    { title: "when", cell: (one) => moment(one.at) },
    { title: "channel", cell: (one) => one.channel },
    { title: "conversation", kind: "code", cell: (one) => h("a", { href: `#talks/read/${one.conversation_id}` }, one.conversation) },
    { title: "reason", cell: (one) => h(Tag, {}, t(`reason.${one.reason}`)) },
    { title: "text", kind: "long", cell: (one) => one.text },
  ];
  return h(Panel, { id: "unanswered", title: t("unanswered.messages"), note: t("unanswered.what") },
    answer ? h(Table, { id: "unanswered-list", label: t("unanswered.messages"), columns, rows: answer.unanswered,
      keyOf: (one) => `${one.conversation_id} ${one.at}`, empty: t("unanswered.none") }) : null);
}

function lift(one, again) {
  return ask(t("optouts.ask", { name: one.name || one.person }), {
    note: t("optouts.ask.what"), submit: t("optouts.lift"),
    work: async () => {
      await request(`/admin/opt-outs?${new URLSearchParams({ channel: one.channel, person: one.person })}`, { method: "DELETE" });
      say(t("optouts.lifted", one));
      again();
    },
  });
}

function OptOuts() {
  const [answer, again] = useAnswer("/admin/opt-outs?limit=100", SLOW_MS);
  const columns = [
    { title: "name", cell: (one) => one.name || "–" },
    { title: "channel", cell: (one) => one.channel },
    { title: "person", kind: "code", cell: (one) => one.person },
    { title: "since", cell: (one) => moment(one.since) },
    { title: "", kind: "buttons", cell: (one) => h("button", {
      type: "button", "aria-label": t("optouts.lift.label", one), onClick: () => lift(one, again) }, t("optouts.lift")) },
  ];
  return h(Panel, { id: "opt-outs", title: t("optouts"), note: t("optouts.what") },
    answer ? h(Table, { id: "opt-outs-list", label: t("optouts"), columns, rows: answer.opt_outs, keyOf: (one) => `${one.channel} ${one.person}`,
      empty: t("optouts.none") }) : null);
}

export function Talks({ rest }) {
  const [part, id] = rest;
  if (part === "read" && id) return h("div", { class: "view" }, h(Reading, { key: id, id }));
  const open = TABS.includes(part) ? part : "";
  return h("div", { class: "view" },
    h("nav", { class: "tabs", "aria-label": t("view.talks") }, TABS.map((tab) => h("a", {
      href: `#talks${tab && `/${tab}`}`, "aria-current": tab === open ? "page" : undefined,
    }, t(`talks.tab.${tab || "all"}`)))),
    { "": h(Conversations), "unanswered": h(Unanswered), "opt-outs": h(OptOuts) }[open]);
}

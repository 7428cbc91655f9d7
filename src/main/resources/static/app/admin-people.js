// Who is here and who may be: sessions, users, API keys.
import { call, element, request, t } from "./common.js";
import { ask, choice, handOut } from "./admin-dialog.js";
import { Listing } from "./admin-list.js";
import { bytes, moment, number, Panel, Tag } from "./admin-parts.js";
import { guarded, look, say } from "./admin-watch.js";
import { state, toast } from "./store.js";
import { h, Menu, Sign } from "./ui.js";

const SHORT = 8;
const ROLES = ["USER", "ADMIN"];

function told(words) {
  say(words);
  toast(words);
}

function kill(one, again) {
  const id = one.id.slice(0, SHORT);
  return ask(t("kill.ask", { name: one.username ?? t("guest"), channel: one.channel }), {
    note: t("kill.what"), submit: t("kill"), bad: true,
    work: async () => {
      await request(`/admin/sessions/${one.id}`, { method: "DELETE" }).catch((problem) => {
        if (problem.status !== 404) throw problem; // it has ended meanwhile: as wanted
      });
      told(t("killed", { id }));
      again();
      look();
    },
  });
}

export function Sessions() {
  const channels = Object.entries(state.overview.sessions.by_channel);
  const columns = (again) => [
    { title: "user", cell: (one) => h("strong", {}, one.username ?? t("guest")) },
    { title: "channel", cell: (one) => h(Tag, {}, one.channel) },
    { title: "device", kind: "long", cell: (one) => one.device },
    { title: "address", kind: "code", cell: (one) => one.address || "–" },
    { title: "since", cell: (one) => moment(one.started_at) },
    { title: "seen", cell: (one) => moment(one.last_seen) },
    { title: "", kind: "buttons", cell: (one) => h("button", {
      type: "button", class: "bad plain", "aria-label": t("kill.label", { id: one.id.slice(0, SHORT) }), onClick: () => kill(one, again) }, t("kill")) },
  ];
  return h("div", { class: "view" }, h(Panel, { id: "sessions", title: t("sessions.here"), note: t("sessions.what") },
    h(Listing, {
      id: "sessions-list", path: "/admin/sessions", name: "sessions", label: t("sessions.here"), columns, keyOf: (one) => one.id,
      search: t("sessions.search"), empty: t("sessions.none"),
      filters: [{ name: "channel", label: t("channel"), options: [
        ["", t("channels.count", { count: number(state.overview.sessions.total) })],
        ...channels.map(([channel, count]) => [channel, `${channel} (${number(count)})`])] }],
    })));
}

/* Users. */

function linkOf({ path }) {
  return `${location.origin}${path}`;
}

function handOutLink(username, link) {
  return handOut(t("link.title", { username }), t("link.what", { time: moment(link.expires_at) }), linkOf(link));
}

async function reset(user) {
  await guarded(async () => {
    const { link } = await call(`/admin/users/${encodeURIComponent(user.username)}/link`, { method: "POST" });
    await handOutLink(user.username, link);
  });
}

async function change(user, what, again) {
  await request(`/admin/users/${encodeURIComponent(user.username)}`, { method: "PATCH", body: what });
  told(t("user.done", user));
  again();
}

async function make(again) {
  let made;
  await ask(t("user.new"), {
    note: t("user.new.what"),
    fields: [
      { label: t("name"), field: element("input", { name: "username", required: true, autocomplete: "off", maxLength: 64 }) },
      { label: t("role"), field: choice("role", ROLES.map((role) => [role, t(`role.${role}`)]), "USER") },
    ],
    submit: t("user.make"),
    work: async (given) => {
      made = await call("/admin/users", { method: "POST", body: given });
      again();
    },
  });
  if (made) await handOutLink(made.username, made.link);
}

function actions(user, again) {
  const other = user.role === "ADMIN" ? "USER" : "ADMIN";
  return h(Menu, {
    button: { class: "plain icon", label: t("user.menu", user), content: h(Sign, { name: "more" }) }, end: true,
    items: [
      { id: "reset", sign: "link", label: t("user.reset"), note: t("user.reset.what"), action: () => reset(user) },
      { id: "role", sign: "person", label: t("user.role", { role: t(`role.${other}`) }), action: () =>
        ask(t("user.role.ask", { ...user, role: t(`role.${other}`) }), {
          note: t("user.ends"), submit: t("user.role.do"), work: () => change(user, { role: other }, again) }) },
      { id: "keys", sign: "key", label: t("user.keys"), href: `#keys/${encodeURIComponent(user.username)}` },
      "line",
      user.enabled
        ? { id: "disable", sign: "close", bad: true, label: t("user.disable"), action: () =>
          ask(t("user.disable.ask", user), { note: t("user.ends"), submit: t("user.disable"), bad: true, work: () => change(user, { enabled: false }, again) }) }
        : { id: "enable", sign: "check", label: t("user.enable"), action: () => guarded(() => change(user, { enabled: true }, again)) },
    ],
  });
}

function userState(user) {
  if (!user.enabled) return h(Tag, { kind: "bad" }, t("disabled"));
  return user.preset_password ? h(Tag, { kind: "warn" }, t("preset")) : h(Tag, { kind: "good" }, t("enabled"));
}

export function People() {
  const columns = (again) => [
    { title: "name", cell: (one) => h("strong", {}, one.username) },
    { title: "role", cell: (one) => t(`role.${one.role}`) },
    { title: "state", cell: userState },
    { title: "created", cell: (one) => moment(one.created_at) },
    { title: "tokens.both", kind: "figure", cell: (one) => `${number(one.input_tokens)} / ${number(one.output_tokens)}` },
    { title: "stored", kind: "figure", cell: (one) => bytes(one.storage_bytes) },
    { title: "", kind: "buttons", cell: (one) => actions(one, again) },
  ];
  return h("div", { class: "view" }, h(Panel, { id: "users", title: t("view.users") },
    h(Listing, {
      id: "users-list", path: "/admin/users", name: "users", label: t("view.users"), columns, keyOf: (one) => one.username,
      search: t("users.search"), empty: t("users.none"), every: 0,
      beside: (again) => h("button", { id: "new-user", type: "button", class: "main", onClick: () => make(again) }, t("user.new")),
    })));
}

/* Keys. */

function revoke(key, again) {
  return ask(t("key.revoke.ask", key), {
    note: t("key.revoke.what"), submit: t("keys.revoke"), bad: true,
    work: async () => {
      await request(`/admin/sessions/${key.id}`, { method: "DELETE" });
      told(t("key.revoked", key));
      again();
    },
  });
}

function permit(key, again) {
  const field = element("input", { name: "agents", value: key.agents?.join(", ") ?? "*", required: true, autocomplete: "off" });
  return ask(t("key.agents.ask", key), {
    note: t("key.agents.what"), fields: [{ label: t("view.agents"), field }], submit: t("save"),
    work: async ({ agents }) => {
      const names = agents.split(/[\s,]+/).filter(Boolean);
      await request(`/admin/users/${encodeURIComponent(key.username)}/keys/${key.id}`, {
        method: "PATCH", body: { agents: names.includes("*") ? "*" : names } });
      told(t("key.changed", key));
      again();
    },
  });
}

export function Keys({ rest }) {
  const [owner] = rest;
  const columns = (again) => [
    { title: "user", cell: (one) => h("strong", {}, one.username) },
    { title: "key", kind: "long", cell: (one) => [one.name, h("small", { class: "quiet" }, ` …${one.hint}`)] },
    { title: "may.ask", kind: "long", cell: (one) => one.agents?.join(", ") ?? t("agents.all") },
    { title: "created", cell: (one) => moment(one.created_at) },
    { title: "used", cell: (one) => moment(one.last_seen) },
    { title: "expires", cell: (one) => (one.expires_at ? moment(one.expires_at) : t("never")) },
    { title: "", kind: "buttons", cell: (one) => [
      h("button", { type: "button", "aria-label": t("key.agents.label", one), onClick: () => permit(one, again) }, t("key.agents")),
      h("button", { type: "button", class: "bad plain", "aria-label": t("key.revoke.label", one), onClick: () => revoke(one, again) }, t("keys.revoke"))] },
  ];
  return h("div", { class: "view" }, h(Panel, {
    id: "keys", title: owner ? t("keys.of", { username: owner }) : t("view.keys"), note: t("keys.note"),
    actions: owner ? h("a", { class: "button", href: "#keys" }, t("keys.all")) : null },
  owner ? h(KeysOf, { key: owner, owner, columns }) : h(Listing, {
    id: "keys-list", path: "/admin/keys", name: "keys", label: t("view.keys"), columns, keyOf: (one) => one.id,
    search: t("keys.search"), empty: t("keys.none"), every: 0,
  })));
}

/** A user has few: they come at once. */
function KeysOf({ owner, columns }) {
  return h(Listing, {
    id: "keys-list", path: `/admin/users/${encodeURIComponent(owner)}/keys`, name: "keys", label: t("keys.of", { username: owner }), columns,
    unwrap: ({ keys }) => ({ keys: keys.map((key) => ({ ...key, username: owner })), next: null, count: keys.length }),
    keyOf: (one) => one.id, empty: t("keys.none"), every: 0,
  });
}

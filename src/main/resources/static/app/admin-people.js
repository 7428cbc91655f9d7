// Sessions and users: seen, ended, changed.
import { call, element, request, t } from "./common.js";
import { ask } from "./admin-dialog.js";
import { moment, say } from "./admin-page.js";
import { showTable } from "./admin-table.js";

const PAGE = 100;
const SHORT = 8;

/** One page more than the reader has asked for is never fetched. */
class Pages {
  constructor(path, name, last) {
    Object.assign(this, { path, name, last, pages: 1, rows: [], full: false });
  }

  async load() {
    const rows = [];
    this.full = true;
    for (let page = 0; page < this.pages && this.full; page++) {
      const after = rows.length ? `&after=${encodeURIComponent(this.last(rows.at(-1)))}` : "";
      const found = (await call(`${this.path}?limit=${PAGE}${after}`))[this.name];
      rows.push(...found);
      this.full = found.length === PAGE;
    }
    this.rows = rows;
  }
}

const sessions = new Pages("/admin/sessions", "sessions", (s) => s.id);
const users = new Pages("/admin/users", "users", (u) => u.username);

function button(label, spoken, action, bad = false) {
  const b = element("button", { type: "button", className: bad ? "bad" : "", textContent: label, onclick: action });
  b.setAttribute("aria-label", spoken);
  return b;
}

export async function showSessions() {
  await sessions.load();
  drawSessions();
}

function drawSessions() {
  const columns = [
    { title: "id", kind: "code", cell: (s) => s.id.slice(0, SHORT) },
    { title: "channel", cell: (s) => s.channel },
    { title: "user", cell: (s) => s.username ?? "–" },
    { title: "device", kind: "long", cell: (s) => s.device },
    { title: "address", cell: (s) => s.address },
    { title: "started", cell: (s) => moment(s.started_at) },
    { title: "seen", cell: (s) => moment(s.last_seen) },
    {
      title: "actions", kind: "buttons", still: (s) => s.id,
      cell: (s) => button(t("kill"), t("kill.label", { id: s.id.slice(0, SHORT) }), () => kill(s), true),
    },
  ];
  showTable(document.getElementById("sessions"), t("sessions"), columns, sessions.rows, (s) => s.id, t("nobody"));
  document.getElementById("more-sessions").hidden = !sessions.full;
}

function kill(s) {
  const id = s.id.slice(0, SHORT);
  return ask(t("kill.ask", { id }), {
    submit: t("kill"), bad: true,
    work: async () => {
      await request(`/admin/sessions/${s.id}`, { method: "DELETE" }).catch((problem) => {
        if (problem.status !== 404) throw problem; // it has ended meanwhile: as wanted
      });
      say(t("killed", { id }));
      await showSessions();
    },
  });
}

export async function showUsers() {
  await users.load();
  drawUsers();
}

function drawUsers() {
  const columns = [
    { title: "name", cell: (u) => u.username },
    { title: "role", cell: (u) => t(`role.${u.role}`) },
    { title: "state", cell: (u) => t(u.enabled ? (u.preset_password ? "preset" : "enabled") : "disabled") },
    { title: "created", cell: (u) => moment(u.created_at) },
    { title: "actions", kind: "buttons", still: (u) => `${u.role} ${u.enabled}`, cell: actions },
  ];
  showTable(document.getElementById("users"), t("users"), columns, users.rows, (u) => u.username, "");
  document.getElementById("more-users").hidden = !users.full;
}

function actions(u) {
  const named = (action) => t("user.do", { action: t(action), username: u.username });
  const other = u.role === "ADMIN" ? "USER" : "ADMIN";
  const password = { label: t("password"), field: passwordField() };
  return [
    u.enabled
      ? button(t("disable"), named("disable"), () =>
        ask(t("disable.ask", u), { submit: t("disable"), bad: true, work: () => change(u, { enabled: false }) }), true)
      : button(t("enable"), named("enable"), () => change(u, { enabled: true })),
    button(t("role.change"), named("role.change"), () =>
      ask(t("role.ask", { ...u, role: t(`role.${other}`) }), { submit: t("save"), work: () => change(u, { role: other }) })),
    button(t("reset"), named("reset"), () =>
      ask(t("reset.ask", u), { fields: [password], submit: t("save"), work: (given) => change(u, given) })),
  ];
}

async function change(u, what) {
  await request(`/admin/users/${encodeURIComponent(u.username)}`, { method: "PATCH", body: what });
  say(t("done", u));
  await Promise.all([showUsers(), showSessions()]);
}

function passwordField() {
  return element("input", { name: "password", type: "password", autocomplete: "new-password", required: true });
}

function createUser() {
  const role = element("select", { name: "role" },
    ...["USER", "ADMIN"].map((value) => element("option", { value, textContent: t(`role.${value}`) })));
  return ask(t("user.new"), {
    fields: [
      { label: t("name"), field: element("input", { name: "username", required: true, autocomplete: "off", maxLength: 64 }) },
      { label: t("password"), field: passwordField() },
      { label: t("role"), field: role },
    ],
    submit: t("create"),
    work: async (given) => {
      await request("/admin/users", { method: "POST", body: given });
      say(t("done", given));
      await showUsers();
    },
  });
}

/** Wires the buttons of both sections; what goes wrong goes to the page. */
export function wirePeople(guarded) {
  const onClick = (id, work) => document.getElementById(id).addEventListener("click", () => guarded(work));
  onClick("new-user", createUser);
  onClick("more-sessions", () => {
    sessions.pages++;
    return showSessions();
  });
  onClick("more-users", () => {
    users.pages++;
    return showUsers();
  });
}

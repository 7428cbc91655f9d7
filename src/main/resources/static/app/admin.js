// The operator's page: asks for the figures again and again, and shows them.
import { addTexts, call, element, isLoggedIn, joinLogin, language, logIn, logOut, onLanguage, Problem, session, settleTab, setUpSwitches, t, tab }
  from "./common.js";
import { moment, notice } from "./admin-page.js";
import { showHandovers } from "./admin-handovers.js";
import { showSessions, showUsers, wirePeople } from "./admin-people.js";
import { showSilence } from "./admin-silence.js";
import { showTable } from "./admin-table.js";
import { TEXTS } from "./admin-texts.js";
import { chart } from "./charts.js";

const POLL_MS = 5000;
const MIB = 1024 * 1024;

const byId = (id) => document.getElementById(id);

const number = (value, digits = 1) =>
  value === null ? "–" : new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(value);

function uptime(seconds) {
  const time = new Date(seconds * 1000).toISOString().slice(11, 19);
  const days = Math.floor(seconds / 86400);
  return days ? t("unit.days", { days, time }) : time;
}

function showFigures(o) {
  const minute = o.last_minute;
  const of = (count, most) => t("of", { count: number(count), most: number(most) });
  const figures = {
    "messages": number(minute.messages_per_minute),
    "latency.figure": `${number(minute.p50_ms)} / ${number(minute.p95_ms)} / ${number(minute.p99_ms)} ms`,
    "errors": minute.error_rate === null ? "–" : `${number(minute.error_rate)} %`,
    "running": of(o.queue.running, o.queue.running_max),
    "waiting": of(o.queue.waiting, o.queue.waiting_max),
    "messaging": number(o.messaging.queue.queue_size),
    "workers": of(o.messaging.workers.active_workers, o.messaging.workers.pool_size),
    "live": number(o.sessions.total),
    "memory": o.memory.resident_bytes === null ? "–" : `${number(o.memory.resident_bytes / MIB, 0)} MiB`,
    "uptime": uptime(o.uptime_seconds),
  };
  byId("figures").replaceChildren(...Object.entries(figures).map(([name, value]) =>
    element("div", {}, element("dt", { textContent: t(name) }), element("dd", { id: `figure-${name}`, textContent: value }))));
}

/** Written anew only when they change, so that they are not read aloud every few seconds. */
function showAlerts(alerts, troubles) {
  const texts = [
    ...troubles.map((trouble) => t(`trouble.${trouble.trouble}`, trouble)),
    ...alerts.map((a) => t(`alert.${a.name}`, { value: number(a.value), bound: number(a.bound) })),
  ];
  if (texts.join() !== [...byId("alerts").children].map((line) => line.textContent).join()) {
    byId("alerts").replaceChildren(...texts.map((textContent) => element("li", { textContent })));
  }
}

function showCharts(o) {
  const times = o.samples.map((s) => new Date(s.at));
  const lines = (names) => Object.entries(names).map(([field, text]) =>
    ({ label: t(text), values: o.samples.map((s) => s[field]) }));
  byId("charts").replaceChildren(
    chart(t("chart.messages", { seconds: number(o.sample_seconds) }), times,
      lines({ answered: "answered", refused: "refused", failed: "failed" })),
    chart(t("chart.latency"), times, lines({ p50_ms: "p50", p95_ms: "p95", p99_ms: "p99" })),
    chart(t("chart.queue"), times, lines({ running: "chart.running", waiting: "chart.waiting" })));
}

function health(one) {
  const state = one.up === null ? "unknown" : one.up ? "up" : "down";
  const word = element("strong", { className: state, textContent: t(state) });
  return [word, one.detail ? ` ${one.detail}` : ""];
}

const NAME = { title: "name", kind: "code", cell: (one) => one.name };
const VIA = { title: "via", kind: "long", cell: (one) => one.via };
const HEALTH = { title: "health", kind: "long", cell: health };

function showAgents(o) {
  showTable(byId("models"), t("models"), [NAME, VIA, HEALTH], o.models, (m) => m.name, t("models.none"));
  const columns = [
    NAME, { title: "title", cell: (a) => a.title }, { title: "kind", cell: (a) => t(`kind.${a.kind}`) }, VIA, HEALTH,
  ];
  showTable(byId("agents"), t("agents"), columns, o.agents, (a) => a.name, "–");
}

function showProblems(problems) {
  const columns = [
    { title: "when", cell: (p) => moment(p.at) },
    { title: "code", kind: "code", cell: (p) => `${p.code} (${p.status})` },
    { title: "channel", cell: (p) => p.channel },
    { title: "agent", cell: (p) => p.agent ?? "–" },
    { title: "trace", kind: "code", cell: (p) => p.trace_id },
  ];
  showTable(byId("problems"), t("problems"), columns, problems, (p) => `${p.at} ${p.trace_id}`, t("problems.none"));
}

async function showOverview() {
  const [o, { problems }] = await Promise.all([call("/admin/overview"), call("/admin/problems")]);
  showFigures(o);
  showAlerts(o.alerts, o.messaging.troubles);
  showCharts(o);
  const channels = Object.entries(o.sessions.by_channel).map(([channel, count]) => `${channel} ${number(count)}`);
  byId("channels").textContent = t("channels", { total: number(o.sessions.total), channels: channels.join(", ") || "–" });
  showAgents(o);
  showProblems(problems);
}

const showAll = () => Promise.all([showOverview(), showHandovers(), showSessions(), showUsers(), showSilence()]);

function connection(state) {
  const place = byId("connection");
  if (place.dataset.state === state && place.textContent === t(state)) return;
  place.dataset.state = state;
  place.textContent = t(state);
}

/** Does it, and shows how it went: a refusal with its remedy, a lost connection at the head of the page. */
async function guarded(work) {
  try {
    await work();
    notice();
    connection("connected");
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.code === "network") connection("offline");
    const remedy = problem.code === "forbidden"
      ? [element("button", { className: "main", textContent: t("login.do"), onclick: otherLogin })] : [];
    notice(problem, ...remedy);
  }
  showWho();
}

async function otherLogin() {
  await logIn("login.admin");
  await guarded(showAll);
}

function showWho() {
  const own = session();
  byId("who").textContent = own?.username ?? (own?.operator ? t("operator") : "");
  byId("login-switch").textContent = t(isLoggedIn() ? "logout" : "login.do");
}

/** Takes the operator's token that the link of `session-manager admin` has behind its #, out of everybody's sight. */
function takeOperatorsToken() {
  const token = location.hash.slice(1);
  if (!token.startsWith("operator-")) return false;
  history.replaceState(null, "", location.pathname);
  tab.set("session", { token, role: "ADMIN", operator: true });
  return true;
}

async function poll() {
  if (!document.hidden && !document.querySelector("dialog[open]")) await guarded(showAll);
  setTimeout(poll, POLL_MS);
}

async function start() {
  addTexts(TEXTS);
  setUpSwitches();
  await settleTab();
  takeOperatorsToken();
  addEventListener("hashchange", () => takeOperatorsToken() && location.reload());
  wirePeople(guarded);
  byId("login-switch").addEventListener("click", () => (isLoggedIn() ? logOut() : otherLogin()));
  onLanguage(() => guarded(showAll));
  document.addEventListener("visibilitychange", () => document.hidden || guarded(showOverview));
  showWho();
  if (!(await joinLogin())) await logIn("login.admin");
  poll();
}

start();

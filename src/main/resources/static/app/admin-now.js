// At a glance: today, who is here, what works, and what wants somebody first.
import { language, t } from "./common.js";
import { Columns } from "./admin-charts.js";
import { Table } from "./admin-list.js";
import { Health, lasting, moment, Nothing, number, Panel, percent, Tile } from "./admin-parts.js";
import { pressing } from "./admin-watch.js";
import { state } from "./store.js";
import { Avatar, h, hueOf, Sign } from "./ui.js";

const DAY_MS = 24 * 60 * 60 * 1000;

const HREFS = { alerts: "#queue", down: "#agents", files: "#agents" };

function First() {
  const due = pressing();
  return h(Panel, { id: "first", title: t("first"), class: due.length ? "due" : "" },
    due.length ? h("ul", { class: "due-list" }, due.map(({ kind, count }) => h("li", { key: kind },
      h("a", { href: HREFS[kind] ?? `#todo/${kind}` }, h(Sign, { name: "due" }), h("span", {}, t(`first.${kind}`, { count })), h(Sign, { name: "forward" })))))
      : h(Nothing, { text: t("first.none") }));
}

function Tiles() {
  const { overview: o, today, waiting } = state;
  const { total } = today;
  const inQueue = o.queue.waiting + o.messaging.queue.queue_size;
  const oldest = waiting.length ? t("tile.oldest", { time: lasting(Math.max(...waiting.map((one) => one.waiting_seconds))) }) : t("tile.nobody");
  const channels = Object.entries(o.sessions.by_channel).sort(([, a], [, b]) => b - a).slice(0, 3)
    .map(([channel, count]) => `${channel} ${number(count)}`).join(", ");
  return h("div", { class: "tiles" },
    h(Tile, { id: "tile-messages", href: "#usage", label: t("tile.messages"), value: number(total.messages),
      note: t("tile.minute", { count: number(o.last_minute.messages_per_minute) }) }),
    h(Tile, { id: "tile-waiting", href: "#todo/handovers", label: t("tile.waiting"), value: number(waiting.length), note: oldest, bad: waiting.length }),
    h(Tile, { id: "tile-here", href: "#sessions", label: t("tile.here"), value: number(o.sessions.total), note: channels || t("tile.nobody.here") }),
    h(Tile, { id: "tile-errors", href: "#usage", label: t("tile.errors"), value: number(total.failed), bad: total.failed,
      note: total.failed ? t("tile.errors.of", { percent: percent(total.failed, total.messages) }) : t("tile.errors.none") }),
    h(Tile, { id: "tile-queue", href: "#queue", label: t("tile.queue"), value: number(inQueue),
      note: t("tile.running", { count: number(o.queue.running), most: number(o.queue.running_max) }) }));
}

function Works() {
  const { agents, models } = state.overview;
  return h(Panel, { id: "works", title: t("works"), actions: h("a", { href: "#agents" }, t("view.agents")) },
    h("ul", { class: "chips" }, [...agents, ...models].map((one) => h("li", { key: one.name, "data-key": one.name, title: one.detail ?? "" },
      h(Avatar, { name: one.title, hue: hueOf(one.name) }), h("span", {}, one.title), h(Health, { up: one.up })))),
    models.length ? null : h("p", { class: "quiet note" }, t("models.none")));
}

/** Those that share a database. */
function Nodes() {
  return h(Panel, { id: "nodes", title: t("nodes") },
    h("ul", { class: "chips" }, state.nodes.map((one) => h("li", { key: one.name, "data-key": one.name, title: one.url ?? "" },
      h("span", {}, one.name),
      h("span", { class: "quiet" }, [t("node.line", { version: one.version, since: moment(one.since), count: number(one.answering) }),
        ...(one.leads ? [t("node.leads")] : [])].join(" · "))))));
}

const PROBLEMS = [
  { title: "when", cell: (p) => moment(p.at) },
  { title: "code", kind: "code", cell: (p) => `${p.code} (${p.status})` },
  { title: "channel", cell: (p) => p.channel },
  { title: "agent", cell: (p) => p.agent ?? "–" },
  { title: "trace", kind: "code", cell: (p) => p.trace_id },
];

const PROBLEMS_SHOWN = 8;

function uptime(seconds) {
  return t("service.up", { time: lasting(seconds) });
}

export function Now() {
  const { overview: o, today, problems } = state;
  const resident = o.memory.resident_bytes;
  return h("div", { class: "view" },
    h(First),
    today ? h(Tiles) : null,
    today ? h(Panel, { id: "day", title: new Date().toLocaleDateString(language(), { weekday: "long", day: "numeric", month: "long" }) },
      h(Columns, { id: "day-chart", title: t("columns.hours"), usage: today, whole: DAY_MS })) : null,
    h(Works),
    state.nodes.length ? h(Nodes) : null,
    h(Panel, { id: "problems-panel", title: t("problems"), note: problems.length ? t("problems.what") : null },
      h(Table, { id: "problems", label: t("problems"), columns: PROBLEMS, rows: problems.slice(0, PROBLEMS_SHOWN),
        keyOf: (p) => `${p.at} ${p.trace_id}`, empty: t("problems.none"), isWell: true })),
    h("p", { id: "service", class: "quiet" }, [uptime(o.uptime_seconds),
      ...(resident === null ? [] : [t("service.memory", { mb: number(resident / 1024 / 1024, 0) })])].join(" · ")));
}

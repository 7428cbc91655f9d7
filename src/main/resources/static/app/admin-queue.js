// What waits to be answered or sent, and how fast it goes.
import { call, t } from "./common.js";
import { Lines } from "./admin-charts.js";
import { ask } from "./admin-dialog.js";
import { Listing } from "./admin-list.js";
import { moment, number, Panel, Tile } from "./admin-parts.js";
import { look, say } from "./admin-watch.js";
import { drop } from "./admin-todo.js";
import { state, toast } from "./store.js";
import { h } from "./ui.js";

function clear() {
  return ask(t("clear.ask"), {
    note: t("clear.what"), submit: t("clear.do"), bad: true,
    work: async () => {
      const { cleared } = await call("/admin/clear-queue", { method: "POST" });
      await look();
      say(t("clear.done", { count: number(cleared) }));
      toast(t("clear.done", { count: number(cleared) }));
    },
  });
}

function Tiles() {
  const { queue, messaging, last_minute: minute } = state.overview;
  const of = (count, most) => t("of", { count: number(count), most: number(most) });
  return h("div", { class: "tiles" },
    h(Tile, { id: "figure-running", label: t("running"), value: number(queue.running), note: t("at.most", { most: number(queue.running_max) }) }),
    h(Tile, { id: "figure-waiting", label: t("queue.waiting"), value: number(queue.waiting), note: t("at.most", { most: number(queue.waiting_max) }) }),
    h(Tile, { id: "figure-messaging", label: t("queue.messaging"), value: number(messaging.queue.queue_size),
      note: t("workers", { workers: of(messaging.workers.active_workers, messaging.workers.pool_size) }) }),
    h(Tile, { id: "figure-latency", label: t("latency"), value: minute.p50_ms === null ? "–" : `${number(minute.p50_ms, 0)} ms`,
      note: t("latency.p95", { ms: number(minute.p95_ms, 0) }) }));
}

const COLUMNS = (again) => [
  { title: "since", cell: (one) => moment(one.created_at) },
  { title: "to", kind: "long", cell: (one) => `${one.channel} · ${one.conversation}` },
  { title: "text", kind: "long", cell: (one) => one.text || t(`delivery.kind.${one.kind}`) },
  { title: "next.try", cell: (one) => (one.next_try ? moment(one.next_try) : "–") },
  { title: "problem", kind: "long", cell: (one) => one.problem ?? "–" },
  { title: "", kind: "buttons", cell: (one) => h("button", {
    type: "button", class: "bad plain", "aria-label": t("delivery.drop.label", { conversation: one.conversation }), onClick: () => drop(one, again) }, t("delivery.drop")) },
];

export function Queue() {
  const { overview: o, deliveries } = state;
  const times = o.samples.map((sample) => new Date(sample.at));
  const lines = (names) => Object.entries(names).map(([field, text]) => ({ label: t(text), values: o.samples.map((sample) => sample[field]) }));
  const waits = o.messaging.queue.queue_size;
  const out = deliveries.counts.waiting;
  return h("div", { class: "view" },
    h(Tiles),
    h(Panel, { id: "pace", title: t("pace"), note: t("pace.what", { seconds: number(o.sample_seconds) }) },
      h("div", { id: "charts" },
        h(Lines, { title: t("chart.messages"), times, lines: lines({ answered: "answered", refused: "refused", failed: "failed" }) }),
        h(Lines, { title: t("chart.latency"), times, lines: lines({ p50_ms: "p50", p95_ms: "p95", p99_ms: "p99" }) }),
        h(Lines, { title: t("chart.queue"), times, lines: lines({ running: "chart.running", waiting: "chart.waiting" }) }))),
    h(Panel, { id: "clear", title: t("clear"), note: t("clear.note", { count: number(waits) }),
      actions: h("button", { type: "button", class: "bad", disabled: !waits, onClick: clear }, t("clear.do")) }),
    h(Panel, { id: "outgoing", title: t("outgoing", { count: number(out) }) },
      h(Listing, {
        id: "outgoing-list", path: "/admin/deliveries", name: "deliveries", fixed: { state: "waiting" }, cursor: "before",
        label: t("outgoing", { count: number(out) }), columns: COLUMNS, keyOf: (one) => one.id, empty: t("outgoing.none"), isWell: true,
      })));
}

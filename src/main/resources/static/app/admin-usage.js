// How much is used, by whom and by which agent, and what people think of the answers.
import { t } from "./common.js";
import { Columns, Share } from "./admin-charts.js";
import { Listing, Table } from "./admin-list.js";
import { moment, number, Panel, percent, Tag, Tile } from "./admin-parts.js";
import { midnight, useAnswer } from "./admin-watch.js";
import { Fragment, h, useState } from "./ui.js";

const RANGES = { day: 0, week: 6, month: 29, quarter: 89 };
const REFRESH_MS = 30_000;
const DAY_MS = 24 * 60 * 60 * 1000;

function columns(total, who) {
  return [
    who,
    { title: "messages", kind: "figure", cell: (one) => [number(one.messages), h(Share, { part: one.messages, whole: total.messages })] },
    { title: "answered", kind: "figure", cell: (one) => number(one.answered) },
    { title: "failed", kind: "figure", cell: (one) => (one.failed ? `${number(one.failed)} (${percent(one.failed, one.messages)})` : "0") },
    { title: "tokens.in", kind: "figure", cell: (one) => number(one.input_tokens) },
    { title: "tokens.out", kind: "figure", cell: (one) => number(one.output_tokens) },
  ];
}

const AGENT = { title: "agent", cell: (one) => h("strong", {}, one.agent ?? t("others.all")) };
const USER = { title: "user", cell: (one) => (one.user ? h("strong", {}, one.user)
  : one.channel ? [t("without.account"), " ", h(Tag, {}, one.channel)] : t("others.all")) };

function Figures({ usage }) {
  const { total } = usage;
  return h("div", { class: "tiles" },
    h(Tile, { id: "usage-messages", label: t("messages"), value: number(total.messages) }),
    h(Tile, { id: "usage-answered", label: t("answered"), value: number(total.answered), note: percent(total.answered, total.messages) }),
    h(Tile, { id: "usage-failed", label: t("failed"), value: number(total.failed), bad: total.failed, note: percent(total.failed, total.messages) }),
    h(Tile, { id: "usage-tokens", label: t("tokens"), value: number(total.input_tokens + total.output_tokens),
      note: t("tokens.of", { input: number(total.input_tokens), output: number(total.output_tokens) }) }));
}

const RATED = () => [
  { title: "when", cell: (one) => moment(one.rated_at) },
  { title: "rating", cell: (one) => h(Tag, { kind: one.rating === "up" ? "good" : "bad" }, t(`rating.${one.rating}`)) },
  { title: "agent", cell: (one) => one.agent },
  { title: "rating.why", kind: "long", cell: (one) => one.reason ?? "–" },
  { title: "said", kind: "long", cell: (one) => one.question ?? t("rating.theirs") },
];

function Ratings() {
  return h(Panel, { id: "ratings", title: t("ratings") }, h(Listing, {
    id: "ratings-list", path: "/admin/ratings", name: "ratings", cursor: "before", label: t("ratings"), columns: RATED, keyOf: (one) => one.turn_id,
    empty: t("ratings.none"), every: 0, filters: [{ name: "rating", label: t("rating"), options: [["", t("ratings.all")], ["up", t("rating.up")], ["down", t("rating.down")]] }],
    head: (answer) => (answer?.counts.length ? h("p", { class: "quiet counts" }, answer.counts.map((one) =>
      t("ratings.of", { agent: one.agent, up: number(one.up), down: number(one.down) })).join(" · ")) : null),
  }));
}

export function Usage() {
  const [range, choose] = useState("day");
  const days = RANGES[range];
  const [usage] = useAnswer(`/admin/usage?from=${midnight(days).toISOString()}&step=${days ? "day" : "hour"}`, days > RANGES.week ? 0 : REFRESH_MS);
  return h("div", { class: "view" },
    h("fieldset", { class: "choices range" }, h("legend", { class: "spoken" }, t("range")), Object.keys(RANGES).map((one) => h("label", { key: one },
      h("input", { type: "radio", name: "range", value: one, checked: one === range, onChange: () => choose(one) }), h("span", {}, t(`range.${one}`))))),
    usage ? h(Fragment, {},
      h(Figures, { usage }),
      h(Panel, { id: "course", title: t("course") }, h(Columns, { id: "usage-chart", title: t(usage.step_seconds > 3600 ? "columns.days" : "columns.hours"), usage, whole: (days + 1) * DAY_MS })),
      h(Panel, { id: "by-agent", title: t("by.agent") }, h(Table, {
        id: "agents-use", label: t("by.agent"), columns: columns(usage.total, AGENT), rows: usage.agents, keyOf: (one) => one.agent ?? "", empty: t("usage.none") })),
      h(Panel, { id: "by-user", title: t("by.user"), note: t("by.user.what") }, h(Table, {
        id: "users-use", label: t("by.user"), columns: columns(usage.total, USER), rows: usage.users, keyOf: (one) => `${one.user} ${one.channel}`, empty: t("usage.none") }))) : null,
    h(Ratings));
}

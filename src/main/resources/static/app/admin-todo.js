// What needs a human first: people who wait for one, what did not get there, channels that send nothing.
import { call, request, t } from "./common.js";
import { ask } from "./admin-dialog.js";
import { Listing, Table } from "./admin-list.js";
import { lasting, moment, Nothing, number, Panel } from "./admin-parts.js";
import { alertText, guarded, look, say, URGENT_MAX } from "./admin-watch.js";
import { state, toast } from "./store.js";
import { h, useEffect } from "./ui.js";

async function done(words) {
  await look();
  say(words);
  toast(words);
}

/** One click: nothing is lost by it, and the next sign of a human takes the conversation again. */
function giveBack(one) {
  return guarded(async () => {
    const query = new URLSearchParams({ channel: one.channel, conversation: one.conversation });
    const { left } = await call(`/admin/handovers?${query}`, { method: "DELETE" });
    await done(left ? t("handover.left", { why: left }) : t("handover.given", { person: one.person || one.conversation }));
  });
}

function why(one) {
  return ["asked", "storage"].includes(one.reason) ? t(`handover.reason.${one.reason}`) : one.reason;
}

function Waiting({ one }) {
  const name = one.person || one.conversation;
  return h("li", { class: "case", "data-key": `${one.channel} ${one.conversation}` },
    h("div", { class: "what" },
      h("strong", {}, name, h("span", { class: "wait" }, t("handover.waits", { time: lasting(one.waiting_seconds) }))),
      h("p", {}, one.summary || (one.said ? `«${one.said}»` : why(one))),
      h("small", { class: "quiet" }, [one.channel, one.agent, why(one), one.person ? one.conversation : ""].filter(Boolean).join(" · ")),
      one.problem ? h("p", { class: "problem" }, t("handover.untold", { why: one.problem })) : null),
    h("button", { type: "button", "aria-label": t("handover.back.label", { person: name }), onClick: () => giveBack(one) }, t("handover.back")));
}

const HELD = [
  { title: "channel", cell: (one) => one.channel },
  { title: "conversation", kind: "code", cell: (one) => one.conversation },
  { title: "by", cell: (one) => one.by },
  { title: "since", cell: (one) => moment(one.since) },
  { title: "until", cell: (one) => (one.until ? moment(one.until) : t("until.back")) },
  { title: "", kind: "buttons", cell: (one) => h("button", {
    type: "button", "aria-label": t("handover.back.label", { person: one.conversation }), onClick: () => giveBack(one) }, t("handover.back")) },
];

function Handovers() {
  const { waiting, held } = state;
  return h(Panel, { id: "handovers", title: t("handovers"), note: waiting.length ? t("handovers.what") : null },
    waiting.length ? h("ul", { class: "cases" }, waiting.map((one) => h(Waiting, { key: `${one.channel} ${one.conversation}`, one })))
      : h(Nothing, { text: t("handovers.none") }),
    waiting.length + held.length >= URGENT_MAX ? h("p", { class: "quiet" }, t("handovers.more", { count: URGENT_MAX })) : null,
    held.length ? h("h3", {}, t("held")) : null,
    held.length ? h(Table, { id: "held", label: t("held"), columns: HELD, rows: held, keyOf: (one) => `${one.channel} ${one.conversation}`, empty: "" }) : null);
}

function resume(channel) {
  return guarded(async () => {
    await request(`/admin/deliveries/resume?channel=${encodeURIComponent(channel)}`, { method: "POST" });
    await done(t("stopped.resumed", { channel }));
  });
}

function Channels() {
  const { deliveries, overview } = state;
  const stopped = Object.entries(deliveries.stopped);
  const { troubles } = overview.messaging;
  const { alerts } = overview;
  return h(Panel, { id: "stopped", title: t("stopped") },
    stopped.length + troubles.length + alerts.length ? null : h(Nothing, { text: t("stopped.none") }),
    h("ul", { class: "cases" },
      stopped.map(([channel, reason]) => h("li", { key: channel, class: "case", "data-key": channel },
        h("div", { class: "what" }, h("strong", {}, t("stopped.one", { channel })), h("p", {}, reason), h("p", { class: "quiet" }, t("stopped.do"))),
        h("button", { type: "button", onClick: () => resume(channel) }, t("stopped.resume")))),
      troubles.map((one) => h("li", { key: `${one.channel} ${one.account} ${one.trouble}`, class: "case" },
        h("div", { class: "what" },
          h("strong", {}, t(`trouble.${one.trouble}`, { channel: [one.channel, one.account].filter(Boolean).join(" ") }),
            h("span", { class: "wait" }, t("trouble.since", { time: moment(one.since) }))),
          h("p", {}, one.detail), h("p", { class: "quiet" }, t(`trouble.${one.trouble}.do`))))),
      alerts.map((one) => h("li", { key: one.name, class: "case" },
        h("div", { class: "what" }, h("strong", {}, alertText(one, number)), h("p", { class: "quiet" }, t(`alert.${one.name}.do`)))))));
}

function retry(one) {
  return guarded(async () => {
    await request(`/admin/deliveries/${one.id}/retry`, { method: "POST" });
    await done(t("delivery.retried"));
  });
}

export function drop(one, again) {
  return ask(t("delivery.drop.ask", { conversation: one.conversation }), {
    note: t("delivery.drop.what"), submit: t("delivery.drop"), bad: true,
    work: async () => {
      await request(`/admin/deliveries/${one.id}`, { method: "DELETE" });
      await done(t("delivery.dropped"));
      again();
    },
  });
}

function letters(again) {
  return [
    { title: "since", cell: (one) => moment(one.created_at) },
    { title: "to", kind: "long", cell: (one) => `${one.channel} · ${one.conversation}` },
    { title: "text", kind: "long", cell: (one) => one.text || t(`delivery.kind.${one.kind}`) },
    { title: "problem", kind: "long", cell: (one) => `${one.problem ?? "–"} (${t("attempts", { count: number(one.attempts) })})` },
    { title: "", kind: "buttons", cell: (one) => [
      h("button", { type: "button", "aria-label": t("delivery.retry.label", { conversation: one.conversation }),
        onClick: () => retry(one).then(again) }, t("delivery.retry")),
      h("button", { type: "button", class: "bad plain", "aria-label": t("delivery.drop.label", { conversation: one.conversation }),
        onClick: () => drop(one, again) }, t("delivery.drop")),
    ] },
  ];
}

function Letters({ kind }) {
  const count = state.deliveries.counts[kind];
  return h(Panel, { id: kind, title: t(`letters.${kind}`, { count: number(count) }), note: count ? t(`letters.${kind}.what`) : null },
    h(Listing, {
      id: `${kind}-list`, path: "/admin/deliveries", name: "deliveries", fixed: { state: kind }, cursor: "before",
      label: t(`letters.${kind}`, { count: number(count) }), columns: letters, keyOf: (one) => one.id, empty: t(`letters.${kind}.none`), isWell: true,
    }));
}

export function Todo({ rest }) {
  useEffect(() => {
    const part = { troubles: "stopped" }[rest[0]] ?? rest[0];
    if (part) document.getElementById(part)?.scrollIntoView();
  }, [rest[0]]);
  return h("div", { class: "view" },
    h(Handovers), h(Channels), h(Letters, { kind: "dead" }),
    state.deliveries.counts.refused ? h(Letters, { kind: "refused" }) : null);
}

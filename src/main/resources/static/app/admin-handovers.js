// Conversations that wait for a human, and those that one holds: seen, given back.
import { call, element, language, request, t } from "./common.js";
import { moment, notice, say } from "./admin-page.js";
import { showTable } from "./admin-table.js";

const MAX = 100;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** For how long somebody has waited, in the largest unit that says it. */
function waited(seconds) {
  const [count, unit] = seconds < HOUR ? [seconds / MINUTE, "minute"] : seconds < DAY ? [seconds / HOUR, "hour"] : [seconds / DAY, "day"];
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 })
    .format(Math.floor(count));
}

function since(h) {
  return h.state === "waiting"
    ? [element("strong", { className: "down", textContent: t("handover.waits", { time: waited(h.waiting_seconds) }) })]
    : t("handover.held", { by: h.by, time: moment(h.since) });
}

function why(h) {
  const known = ["asked", "storage"].includes(h.reason) ? t(`handover.reason.${h.reason}`) : h.reason;
  return [known, h.summary || (h.said && `«${h.said}»`), h.problem].filter(Boolean).join(" · ") || "–";
}

export async function showHandovers() {
  const { handovers } = await call(`/admin/handovers?limit=${MAX}`);
  const columns = [
    { title: "state", kind: "long", cell: since },
    { title: "person", cell: (h) => h.person || "–" },
    { title: "channel", cell: (h) => h.channel },
    { title: "conversation", kind: "code", cell: (h) => h.conversation },
    { title: "handover.why", kind: "long", cell: why },
    { title: "actions", kind: "buttons", still: (h) => `${h.channel} ${h.conversation} ${h.state}`, cell: giveBackButton },
  ];
  const key = (h) => `${h.channel} ${h.conversation} ${h.state}`;
  showTable(document.getElementById("handovers"), t("handovers"), columns, handovers, key, t("handovers.none"));
}

function giveBackButton(h) {
  const button = element("button", { type: "button", textContent: t("handover.back"), onclick: () => giveBack(h, button) });
  button.setAttribute("aria-label", t("handover.back.label", { conversation: `${h.channel} ${h.conversation}` }));
  return button;
}

/** One click: nothing is lost by it, and the next sign of a human takes the conversation again. */
async function giveBack(h, button) {
  button.disabled = true;
  const query = `channel=${encodeURIComponent(h.channel)}&conversation=${encodeURIComponent(h.conversation)}`;
  try {
    const { left } = await request(`/admin/handovers?${query}`, { method: "DELETE" });
    say(t("handover.given", { conversation: h.conversation }));
    await showHandovers();
    if (left) notice({ message: t("handover.left", { why: left }) });
  } catch (problem) {
    button.disabled = false;
    notice(problem);
  }
}

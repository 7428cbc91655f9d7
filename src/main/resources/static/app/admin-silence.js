// When the bot of the messaging channels says nothing: who wants no messages, and what was not answered.
import { call, element, request, t } from "./common.js";
import { ask } from "./admin-dialog.js";
import { moment, say } from "./admin-page.js";
import { showTable } from "./admin-table.js";

const MAX = 50;

export async function showSilence() {
  const [{ opt_outs: people }, { unanswered }] = await Promise.all([
    call(`/admin/opt-outs?limit=${MAX}`), call(`/admin/unanswered?limit=${MAX}`),
  ]);
  showOptOuts(people);
  showUnanswered(unanswered);
}

function showOptOuts(people) {
  const columns = [
    { title: "channel", cell: (p) => p.channel },
    { title: "name", cell: (p) => p.name || "–" },
    { title: "person", kind: "code", cell: (p) => p.person },
    { title: "started", cell: (p) => moment(p.since) },
    { title: "actions", kind: "buttons", still: (p) => p.person, cell: liftButton },
  ];
  showTable(document.getElementById("opt-outs"), t("optouts"), columns, people, (p) => `${p.channel} ${p.person}`, t("optouts.none"));
}

function liftButton(p) {
  const button = element("button", { type: "button", textContent: t("optouts.lift"), onclick: () => lift(p) });
  button.setAttribute("aria-label", t("optouts.lift.label", p));
  return button;
}

function lift(p) {
  return ask(t("optouts.ask", p), {
    submit: t("optouts.lift"),
    work: async () => {
      const query = new URLSearchParams({ channel: p.channel, person: p.person });
      await request(`/admin/opt-outs?${query}`, { method: "DELETE" });
      say(t("optouts.lifted", p));
      await showSilence();
    },
  });
}

function showUnanswered(messages) {
  const columns = [
    { title: "when", cell: (m) => moment(m.at) },
    { title: "channel", cell: (m) => m.channel },
    { title: "conversation", kind: "code", cell: (m) => m.conversation },
    { title: "reason", cell: (m) => t(`reason.${m.reason}`) },
    { title: "text", kind: "long", cell: (m) => m.text },
  ];
  showTable(document.getElementById("unanswered"), t("unanswered"), columns, messages,
    (m) => `${m.conversation_id} ${m.at}`, t("unanswered.none"));
}

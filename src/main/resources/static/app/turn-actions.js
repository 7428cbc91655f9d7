// What the reader does with a turn: turns over its versions, has it answered again, says what they think, changes the question.
import { t } from "./common.js";
import { chooseAgent, rate, showVersion } from "./conversation.js";
import { askAnew } from "./messages.js";
import { guarded } from "./page.js";
import { state } from "./store.js";
import { Avatar, Fragment, h, hueOf, Menu, Sign, SignButton, useLayoutEffect, useRef } from "./ui.js";

/** The versions of a turn, to be turned over. */
export function Versions({ turn }) {
  const at = turn.versions.indexOf(turn.id);
  if (turn.versions.length < 2 || at < 0) return null;
  const values = { at: at + 1, of: turn.versions.length };
  const to = (step) => () => guarded(() => showVersion(turn.versions[at + step]));
  return h("span", { class: "versions", role: "group", "aria-label": t("version", values) },
    h(SignButton, { sign: "rearward", label: t("version.before"), disabled: at === 0, onClick: to(-1) }),
    h("span", {}, `${values.at}/${values.of}`),
    h(SignButton, { sign: "forward", label: t("version.after"), disabled: at + 1 === values.of, onClick: to(1) }));
}

/** The same question once more, to the same agent or another. */
export function Again({ turn }) {
  return h(Menu, {
    button: { class: "plain icon again", label: t("again"), content: h(Sign, { name: "retry" }) },
    items: () => [
      { id: "again", label: t("again"), sign: "retry", action: () => askAnew(turn) },
      ...state.agents.filter((agent) => agent.id !== turn.agent).map((agent) => ({
        id: `again-${agent.id}`, label: t("again.with", { name: agent.name }),
        picture: h(Avatar, { name: agent.name, hue: hueOf(agent.id, state.agents) }),
        action: () => {
          chooseAgent(agent.id);
          askAnew(turn);
        },
      })),
    ],
  });
}

/** What the reader thinks of the answer; of a bad one also why. */
export function Rating({ turn }) {
  const given = turn.rating?.rating;
  const give = (rating) => () => guarded(async () => {
    await rate(turn, given === rating ? null : rating);
    turn.update({ blaming: rating === "down" && given !== "down" });
  });
  const thumb = (rating, sign) => h(SignButton, {
    sign, label: t(`rate.${rating}`), class: `rate-${rating}`, "aria-pressed": String(given === rating), onClick: give(rating),
  });
  return h(Fragment, {}, thumb("up", "thumbUp"), thumb("down", "thumbDown"));
}

const REASON_MAX = 1000;

export function Blame({ turn }) {
  const send = (event) => {
    event.preventDefault();
    const reason = event.target.elements.reason.value.trim();
    guarded(async () => {
      await rate(turn, "down", reason);
      turn.update({ blaming: false });
    });
  };
  return h("form", { class: "blame", onSubmit: send },
    h("input", { name: "reason", "aria-label": t("rate.why"), placeholder: t("rate.why"), maxLength: REASON_MAX, ref: (e) => e?.focus() }),
    h("button", { type: "submit" }, t("rate.send")),
    h(SignButton, { sign: "close", label: t("close"), onClick: () => turn.update({ blaming: false }) }));
}

/** The question, to be changed. */
export function Edit({ turn }) {
  const place = useRef(null);
  useLayoutEffect(() => {
    place.current.focus();
    place.current.setSelectionRange(turn.question.length, turn.question.length);
  }, []);
  const close = () => {
    turn.update({ editing: false });
    document.getElementById("text")?.focus();
  };
  const send = () => {
    const text = place.current.value;
    if (!text.trim()) return;
    close();
    askAnew(turn, text);
  };
  return h("form", { class: "edit", onSubmit: (e) => { e.preventDefault(); send(); } },
    h("textarea", {
      ref: place, rows: 2, defaultValue: turn.question, "aria-label": t("edit"),
      onKeyDown: (e) => {
        if (e.key === "Escape") {
          e.stopPropagation();
          close();
        } else if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
          e.preventDefault();
          send();
        }
      },
    }),
    h("p", { class: "quiet note" }, t("edit.note")),
    h("div", { class: "row" },
      h("button", { type: "button", onClick: close }, t("cancel")),
      h("button", { type: "submit", class: "main" }, t("edit.send"))));
}

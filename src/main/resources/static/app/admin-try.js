// A try-out: a message to an agent, and its answer; nothing of it is kept, and it is gone with the page.
import { call, element, Problem, t } from "./common.js";
import { sanitizer } from "./libraries.js";
import { number } from "./admin-parts.js";
import { Avatar, h, Sign, useEffect, useRef, useState } from "./ui.js";

/** Earlier turns that go along, as many as the service takes into account. */
const TURNS = 10;

/** Answers are shown as in the chat; what that takes comes with the first of them. */
async function drawing() {
  await sanitizer();
  const [{ show }, { keepPicture }] = await Promise.all([import("./markdown.js"), import("./pictures.js")]);
  return { show, keepPicture };
}

/** Nobody else could fetch them: they are nowhere but in the answer. */
function unpack({ type, content }) {
  return new Blob([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], { type });
}

function Answer({ tried }) {
  const place = useRef(null);
  useEffect(() => {
    const { answer, pictures } = tried;
    place.current.textContent = answer ?? t("try.data");
    if (!answer) return;
    drawing().then(({ show, keepPicture }) => {
      pictures.forEach((picture) => keepPicture(picture.id, unpack(picture)));
      if (place.current) show(place.current, answer);
    });
  }, [tried]);
  const { by, mark, tools = [], sources = [] } = tried.meta;
  const parts = [
    by && t(`by.${by}`), ...(tools.length ? [t("try.tools", { tools: tools.map((tool) => tool.name ?? tool).join(", ") })] : []),
    ...(sources.length ? [t("try.sources", { sources: sources.map((source) => source.title).join(", ") })] : []),
    mark && t("try.mark", { mark }), t("try.seconds", { seconds: number(tried.seconds, 2) }),
  ];
  return h("div", { class: "answered" }, h("div", { ref: place, class: "text" }),
    h("small", { class: "quiet" }, parts.filter(Boolean).join(" · ")));
}

/**
 * @param what is asked: {agent}, or {text}, a file as it stands
 * @param title of who answers
 * @param isOpen whether something can be asked now
 */
export function TryOut({ what, title, hue, isOpen = true }) {
  const [turns, show] = useState([]);
  const [busy, work] = useState(false);
  const field = useRef(null);
  const end = useRef(null);
  useEffect(() => end.current?.scrollIntoView?.({ block: "nearest" }), [turns]);
  const send = async (message) => {
    if (busy || !isOpen || !message.trim()) return;
    field.current.value = "";
    work(true);
    const before = turns.filter((turn) => turn.tried?.answer).slice(-TURNS).map((turn) => ({ question: turn.message, answer: turn.tried.answer }));
    const add = (turn) => show((all) => [...all.filter((one) => !one.open), { message, ...turn }]);
    add({ open: true });
    try {
      add({ tried: await call("/admin/agents/try", { method: "POST", body: { ...what, message, before } }) });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      add({ problem });
    }
    work(false);
    field.current?.focus();
  };
  return h("div", { class: "try" },
    h("ol", { class: "talk", "aria-live": "polite", onask: (e) => send(e.detail) },
      turns.map((turn, i) => h("li", { key: i },
        h("p", { class: "asked" }, turn.message),
        turn.open ? h("p", { class: "quiet" }, t("answering", { agent: title })) : null,
        turn.tried ? h(Answer, { tried: turn.tried }) : null,
        turn.problem ? h("p", { class: "problem", role: "alert" }, [turn.problem.message, ...turn.problem.details()].join(" ")) : null)),
      h("li", { ref: end, class: "end", "aria-hidden": "true" })),
    h("form", { class: "say", onSubmit: (e) => {
      e.preventDefault();
      send(field.current.value);
    } },
    h(Avatar, { name: title, hue }),
    h("input", { id: "try-message", ref: field, "aria-label": t("message", { agent: title }), placeholder: t("message", { agent: title }), autocomplete: "off", required: true }),
    h("button", { type: "submit", class: "main icon", disabled: busy || !isOpen, "aria-label": t("send"), title: t("send") }, h(Sign, { name: "send" })),
    turns.length ? h("button", { type: "button", onClick: () => show([]) }, t("try.again")) : null));
}

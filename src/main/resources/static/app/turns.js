// How one question and its answer look.
import { element, language, t } from "./common.js";
import { show } from "./markdown.js";

/** An answer that grows is drawn again that often; seldomer when it is long, because each time all of it is. */
const DRAW_MIN_MS = 60;
const DRAW_MAX_MS = 600;
const CHARS_PER_DRAW_MS = 100;

function time(when) {
  const e = element("time", { dateTime: when.toISOString() });
  e.textContent = when.toLocaleString(language(), { dateStyle: "short", timeStyle: "short" });
  return e;
}

function said(who, when, className) {
  const text = element("div", { className: "text" });
  const footer = element("footer");
  const heading = element("h3", {}, who, ...(when ? [" · ", time(when)] : []));
  const root = element("article", { className: `said ${className}` }, heading, text, footer);
  return { root, text, footer };
}

/** What an agent says before anything was asked. */
export function greeting(agent) {
  const { root, text } = said(agent.name, null, "theirs greeting");
  show(text, agent.greeting || agent.description);
  return root;
}

/** What the model made of earlier turns, for those who want to read it; nobody has asked for it. */
export function summary({ id, answer, asked_at }) {
  const text = element("div", { className: "text" });
  show(text, answer);
  const heading = element("summary", {}, t("summary"), " · ", time(new Date(asked_at)));
  const root = element("details", { className: "said early quiet" }, heading, text);
  root.dataset.turn = id;
  return root;
}

/** One turn on the page; `root` is its element. */
export class TurnView {
  #answer;
  #timer = null;
  #drawn = 0;
  text = "";

  constructor({ question, agentName, askedAt = new Date(), id = null }) {
    this.question = question;
    const asked = said(t("you"), askedAt, "mine");
    asked.text.textContent = question;
    this.#answer = said(agentName, null, "theirs");
    this.#answer.root.setAttribute("aria-busy", "true");
    this.root = element("div", { className: "turn" }, asked.root, this.#answer.root);
    if (id) this.id = id;
  }

  set id(id) {
    this.root.dataset.turn = id;
  }

  /** The answer as far as it is known; drawn in a moment, together with what comes until then. */
  grow(text) {
    this.text = text;
    const every = Math.min(DRAW_MAX_MS, Math.max(DRAW_MIN_MS, text.length / CHARS_PER_DRAW_MS));
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#drawn = performance.now();
      show(this.#answer.text, this.text);
    }, Math.max(0, this.#drawn + every - performance.now()));
  }

  #end() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#answer.root.setAttribute("aria-busy", "false");
    this.#answer.footer.replaceChildren();
  }

  /** The whole answer. */
  done(text, meta = {}) {
    this.text = text ?? "";
    this.#end();
    show(this.#answer.text, this.text);
    this.#answer.footer.append(copyButton(() => this.text));
    if (Array.isArray(meta.sources) && meta.sources.length) {
      this.#note(t("sources", { sources: meta.sources.map((s) => s.title ?? s).join(", ") }));
    }
    const { messages, summarised = 0 } = meta.left_out ?? {};
    if (messages > summarised) this.#note(t("left_out", { count: messages - summarised }));
    if (summarised > 0) this.#note(t("left_out.summarised", { count: summarised }));
    if (meta.finish_reason === "length") {
      this.#note(t("cut"));
      const button = element("button", { type: "button", className: "plain go-on", textContent: t("go_on") });
      button.addEventListener("click", () => this.root.dispatchEvent(new CustomEvent("go-on", { bubbles: true })));
      this.#answer.footer.append(button);
    }
  }

  /** Why there is no answer, below what came of it; the node has the remedy. */
  failed(node) {
    this.#end();
    show(this.#answer.text, this.text);
    if (this.text) this.#answer.footer.append(copyButton(() => this.text));
    this.#answer.footer.append(node);
  }

  /** Once more, from the beginning. */
  again() {
    this.text = "";
    this.#answer.text.replaceChildren();
    this.#answer.footer.replaceChildren();
    this.#answer.root.setAttribute("aria-busy", "true");
  }

  /** The answer's words, without its marks: what a screen reader says. */
  get words() {
    return this.#answer.text.textContent;
  }

  #note(text) {
    this.#answer.footer.append(element("span", { className: "quiet", textContent: text }));
  }
}

function copyButton(text) {
  const button = element("button", { type: "button", className: "plain copy", textContent: t("copy") });
  button.addEventListener("click", async () => {
    await copy(text());
    button.textContent = t("copied");
    setTimeout(() => (button.textContent = t("copy")), 2000);
  });
  return button;
}

async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Over plain HTTP from another machine browsers have only the old way.
  const area = element("textarea", { value: text, className: "spoken" });
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** A problem in the service's words, and the way out: a button that waits as long as the service wants. */
export function trouble(problem, onRetry) {
  const words = element("p", { className: "problem", textContent: [problem.message, ...problem.details()].join(" ") });
  words.setAttribute("role", "alert");
  if (problem.traceId && problem.status >= 500) {
    words.append(element("br"), element("small", { textContent: t("problem.trace", { trace: problem.traceId }) }));
  }
  const root = element("div", { className: "trouble" }, words);
  if (onRetry) root.append(retryButton(problem.retryAfter ?? 0, onRetry));
  return root;
}

function retryButton(seconds, onRetry) {
  const left = element("span");
  const button = element("button", { type: "button", className: "retry" }, t("retry"), " ", left);
  const until = Date.now() + seconds * 1000;
  const tick = () => {
    const wait = Math.ceil((until - Date.now()) / 1000);
    button.disabled = wait > 0;
    left.textContent = wait > 0 ? t("retry.wait", { seconds: wait }) : "";
    if (wait > 0) setTimeout(tick, 250);
  };
  tick();
  button.addEventListener("click", onRetry);
  return button;
}

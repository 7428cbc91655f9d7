// How one question and its answer look.
import { language, Problem, t, written } from "./common.js";
import { nameOf, readOnly } from "./conversation.js";
import { copy } from "./copy.js";
import { show, words } from "./markdown.js";
import { goOn } from "./messages.js";
import { whenNear } from "./near.js";
import { canSpeak, speak, stopSpeaking } from "./speech.js";
import { state } from "./store.js";
import { Trouble } from "./trouble.js";
import { Again, Blame, Edit, Rating, Versions } from "./turn-actions.js";
import { Avatar, Component, Fragment, h, hueOf, SignButton } from "./ui.js";

/** An answer that grows is drawn again that often; seldomer when it is long, because each time all of it is. */
const DRAW_MIN_MS = 60;
const DRAW_MAX_MS = 600;
const CHARS_PER_DRAW_MS = 100;

const COPIED_MS = 2000;

/** A text of Markdown; one that grows is drawn in a moment, together with what comes until then. */
class Said extends Component {
  #place = null;
  #timer = null;
  #drawn = 0;
  #shown = null;

  #draw() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#drawn = performance.now();
    if (this.#shown === this.props.text) return;
    this.#shown = this.props.text;
    show(this.#place, this.props.text);
  }

  componentDidMount() {
    this.#draw();
  }

  componentDidUpdate() {
    const { text, grows } = this.props;
    if (!grows) {
      this.#draw();
      return;
    }
    const every = Math.min(DRAW_MAX_MS, Math.max(DRAW_MIN_MS, text.length / CHARS_PER_DRAW_MS));
    this.#timer ??= setTimeout(() => this.#draw(), Math.max(0, this.#drawn + every - performance.now()));
  }

  componentWillUnmount() {
    clearTimeout(this.#timer);
  }

  render() {
    return h("div", { class: "text", ref: (e) => (this.#place = e) });
  }
}

function Time({ when }) {
  return h("time", { dateTime: when.toISOString() },
    written(when, { dateStyle: "short", timeStyle: "short" }));
}

/** What the model made of earlier turns, for those who want to read it; nobody has asked for it. */
function Summary({ turn }) {
  return h("details", { class: "early quiet", "data-turn": turn.id },
    h("summary", {}, t("summary"), " · ", h(Time, { when: turn.askedAt })),
    h(Said, { text: turn.text }));
}

class CopyButton extends Component {
  render({ text }) {
    return h(SignButton, {
      sign: this.state.copied ? "check" : "copy",
      label: t(this.state.copied ? "copied" : "copy"),
      class: "copy",
      onClick: async () => {
        await copy(text);
        this.setState({ copied: true });
        setTimeout(() => this.setState({ copied: false }), COPIED_MS);
      },
    });
  }
}

class SpeakButton extends Component {
  render({ text }) {
    const { speaking } = this.state;
    return h(SignButton, {
      sign: speaking ? "stop" : "speak",
      label: t(speaking ? "speak.stop" : "speak"),
      "aria-pressed": String(Boolean(speaking)),
      onClick: () => (speaking ? stopSpeaking() : speak(words(text), (is) => this.setState({ speaking: is }))),
    });
  }
}

function Question({ turn }) {
  const mayEdit = turn.id && turn.status !== "running" && !readOnly();
  return h("article", { class: turn.editing ? "said mine editing" : "said mine" },
    h("h3", { class: "spoken" }, t("you"), " · ", h(Time, { when: turn.askedAt })),
    turn.editing ? h(Edit, { turn }) : h("div", { class: "text" }, turn.question),
    mayEdit && !turn.editing
      ? h(SignButton, { sign: "edit", label: t("edit"), class: "edit-switch", onClick: () => turn.update({ editing: true }) }) : null);
}

/** Where an answer came from, folded away: the sources, and the tools that were used. */
function Origin({ meta }) {
  const sources = Array.isArray(meta.sources) ? meta.sources : [];
  const tools = Array.isArray(meta.tools) ? meta.tools : [];
  if (!sources.length && !tools.length) return null;
  const title = sources.length ? t("sources", { count: sources.length }) : t("tools", { count: tools.length });
  return h("details", { class: "origin" },
    h("summary", {}, title),
    h("ol", {}, sources.map((one) =>
      h("li", {}, h("strong", {}, one.title ?? String(one)), one.source ? h("span", { class: "quiet" }, one.source) : null))),
    tools.length ? h("p", {}, t("tools.used"), " ", tools.map((tool) => h("code", {}, tool))) : null);
}

/** What one should know of the answer. */
function Notes({ turn }) {
  const { messages, summarised = 0 } = turn.meta.left_out ?? {};
  const notes = [
    messages > summarised && t("left_out", { count: messages - summarised }),
    summarised > 0 && t("left_out.summarised", { count: summarised }),
  ].filter(Boolean);
  return h(Fragment, {},
    notes.map((note) => h("p", { class: "quiet note" }, note)),
    turn.meta.finish_reason === "length" ? h("p", { class: "quiet note" }, t("cut"), " ",
      h("button", { type: "button", class: "go-on", onClick: goOn }, t("go_on"))) : null);
}

function Failure({ turn }) {
  if (turn.problem instanceof Problem) return h(Trouble, { problem: turn.problem, again: turn.again });
  const why = turn.status === "cancelled" ? t("stopped") : t("unanswered", { code: turn.problem ?? turn.status });
  return h("p", { class: "quiet note" }, why);
}

function Answer({ turn }) {
  const { status, text } = turn;
  const name = nameOf(turn.agent);
  const busy = status === "running";
  const mayRetry = turn.id && !readOnly();
  const mayRate = turn.id && status === "answered" && !state.conversation?.shared;
  return h("article", {
    class: "said theirs", "aria-busy": String(busy), "data-agent-hue": "", style: { "--hue": String(hueOf(turn.agent, state.agents)) },
  },
  h("h3", {}, h(Avatar, { name, hue: hueOf(turn.agent, state.agents) }), name, h("span", { class: "spoken" }, " · ", h(Time, { when: turn.askedAt }))),
  busy && !text ? h("div", { class: "waiting", "aria-hidden": "true" }, h("i"), h("i"), h("i")) : null,
  h(Said, { text, grows: busy }),
  busy ? null : h("footer", {},
    status === "answered" ? h(Notes, { turn }) : h(Failure, { turn }),
    text ? h("div", { class: "actions" },
      h(CopyButton, { text }),
      canSpeak() ? h(SpeakButton, { text }) : null,
      mayRate ? h(Rating, { turn }) : null,
      mayRetry ? h(Again, { turn }) : null,
      h(Versions, { turn })) : h("div", { class: "actions" }, mayRetry && !turn.again ? h(Again, { turn }) : null, h(Versions, { turn })),
    turn.blaming ? h(Blame, { turn }) : null,
    h(Origin, { meta: turn.meta })));
}

/** The words of a turn that the reader is far from: to be found, read aloud and copied, and to stand in for the rest. */
function Words({ turn }) {
  return h(Fragment, {},
    h("article", { class: "said mine" }, h("h3", { class: "spoken" }, t("you")), h("div", { class: "text" }, turn.question)),
    h("article", { class: "said theirs" }, h("h3", {}, nameOf(turn.agent)), h("div", { class: "text plain" }, turn.text)));
}

/**
 * One turn on the page, whole once the reader comes near; drawn again only where it has changed itself, or the reader has
 * chosen another language.
 */
export class TurnView extends Component {
  #language = language();
  #isWhole = this.props.atOnce || this.props.turn.status === "running";
  #place = null;
  #leave = () => {};

  shouldComponentUpdate(next) {
    return next.turn !== this.props.turn || this.#language !== language();
  }

  componentDidMount() {
    if (this.#isWhole || !this.#place) return;
    this.#leave = whenNear(this.#place, () => {
      this.#isWhole = true;
      this.forceUpdate();
    });
  }

  componentWillUnmount() {
    this.#leave();
  }

  render({ turn }) {
    this.#language = language();
    turn.changed = () => {
      this.#isWhole = true;
      this.forceUpdate();
    };
    if (turn.status === "summary") return h(Summary, { turn });
    const attributes = { class: "turn", "data-far": this.#isWhole ? undefined : "", "data-turn": turn.id, ref: (e) => (this.#place = e) };
    if (!this.#isWhole) return h("div", attributes, h(Words, { turn }));
    return h("div", attributes,
      h(Question, { turn }),
      h(Answer, { turn }));
  }
}

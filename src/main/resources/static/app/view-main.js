// The middle of the page: the bar above, what was said or who can be asked, what went wrong.
import { language, t } from "./common.js";
import { actions } from "./actions.js";
import { Composer } from "./composer.js";
import { agentOf, chooseAgent, earlier, nameOf, readOnly } from "./conversation.js";
import { isEmbedded, tellAround } from "./embed.js";
import { say } from "./messages.js";
import { known } from "./list.js";
import { followEnd, guarded, toEnd } from "./page.js";
import { closeToast, state } from "./store.js";
import { Trouble } from "./trouble.js";
import { Avatar, Component, Fragment, h, hueOf, Menu, Sign, SignButton } from "./ui.js";
import { TurnView } from "./view-turn.js";

function agentItems() {
  return state.agents.map((agent) => ({
    id: agent.id,
    label: agent.name,
    note: agent.description,
    picture: h(Avatar, { name: agent.name, hue: hueOf(agent.id, state.agents) }),
    checked: agent.id === state.agent,
    action: () => chooseAgent(agent.id),
  }));
}

function Bar() {
  const { conversation } = state;
  const name = nameOf(state.agent);
  const isAlone = isEmbedded && state.agents.length < 2;
  return h("header", { id: "bar" },
    isEmbedded ? null : h(SignButton, { id: "side-switch", sign: "menu", label: t("side.switch"), class: "narrow", "aria-expanded": String(state.sideShown),
      "aria-controls": "side", onClick: () => (state.sideShown ? actions.hideSide() : actions.showSide()) }),
    state.mayTalk && !readOnly() && !isAlone ? h(Menu, {
      id: "agent",
      button: {
        class: "plain agent", label: t("agent.menu", { name }), title: t("agent.title"),
        content: [h(Avatar, { name, hue: hueOf(state.agent, state.agents) }), h("span", {}, name), h(Sign, { name: "unfold" })],
      },
      items: agentItems,
    }) : null,
    isAlone ? h("h1", { id: "title", class: "one" }, h(Avatar, { name, hue: hueOf(state.agent, state.agents) }), name)
      : h("h1", { id: "title" }, conversation?.title ?? h("span", { class: "spoken" }, t("new.title"))),
    conversation?.id ? h(Menu, {
      id: "conversation",
      button: { class: "plain icon", label: t("conversation.menu", { title: conversation.title ?? "" }), content: h(Sign, { name: "more" }) },
      end: true,
      items: () => actions.ofConversation(known(conversation)),
      foot: h("p", { id: "count", class: "quiet" }, t("count", { count: state.count })),
    }) : null,
    h(SignButton, { sign: "edit", label: t("new"), class: isEmbedded ? "" : "narrow", onClick: () => actions.begin() }),
    isEmbedded ? h(SignButton, { id: "close", sign: "close", label: t("chat.close"), onClick: () => tellAround("close") }) : null);
}

function Card({ agent }) {
  const chosen = agent.id === state.agent;
  return h("li", { class: chosen ? "card chosen" : "card", "data-agent-hue": "", style: { "--hue": String(hueOf(agent.id, state.agents)) } },
    h("button", { type: "button", class: "plain head", "data-agent": agent.id, "aria-pressed": String(chosen), onClick: () => {
      chooseAgent(agent.id);
      document.getElementById("text").focus();
    } },
    h(Avatar, { name: agent.name, hue: hueOf(agent.id, state.agents) }),
    h("span", { class: "what" }, h("strong", {}, agent.name), h("span", { class: "quiet" }, agent.description))),
    h("ul", {}, agent.examples.slice(0, 3).map((question) => h("li", {},
      h("button", { type: "button", class: "plain example", disabled: state.running, onClick: () => {
        chooseAgent(agent.id);
        say(question);
      } }, question)))));
}

/** Who answers here, and what can be asked. */
function Welcome() {
  if (!state.mayTalk) {
    return h("div", { class: "welcome" },
      h("h2", {}, t("welcome")),
      h("p", {}, t("welcome.login")),
      isEmbedded ? h("a", { class: "button", href: "/app/", target: "_blank", rel: "noopener" }, t("chat.elsewhere"))
        : h("button", { type: "button", class: "main", onClick: actions.logIn }, t("login.title")));
  }
  const agent = agentOf(state.agent);
  return h("div", { class: "welcome" },
    h("h2", {}, state.branding.greeting ?? (isEmbedded && state.agents.length === 1 ? agent.name : t("welcome"))),
    h("p", { id: "greeting", class: "quiet" }, agent.greeting || agent.description),
    h("ul", { class: "cards" }, state.agents.map((one) => h(Card, { key: one.id, agent: one }))),
    state.cause ? h("p", { id: "cause", class: "quiet" }, t("cause")) : null);
}

/** The last turns are what the reader sees first: these are drawn at once, whatever is near. */
const AT_ONCE = 8;

class Log extends Component {
  #stop = () => {};
  #nodes = new WeakMap();
  #language = language();

  /** The same node as before for a turn that is there already: the page looks at none of them again because of others. */
  #node(turn, isLast) {
    if (!this.#nodes.has(turn)) this.#nodes.set(turn, h(TurnView, { key: turn.key, turn, atOnce: isLast }));
    return this.#nodes.get(turn);
  }

  componentDidMount() {
    this.#stop = followEnd(this.log, this.content);
    this.content.addEventListener("ask", (e) => say(e.detail));
  }

  componentWillUnmount() {
    this.#stop();
  }

  render() {
    if (this.#language !== language()) this.#nodes = new WeakMap();
    this.#language = language();
    const last = state.turns.length - AT_ONCE;
    return h("section", { id: "log", tabIndex: 0, "aria-label": t("log"), ref: (e) => (this.log = e) },
      h("div", { id: "turns", ref: (e) => (this.content = e) },
        state.ready && !state.turns.length && !state.conversation?.id ? h(Welcome) : null,
        state.earliest ? h("button", { id: "earlier", type: "button", onClick: () => guarded(earlier) }, t("earlier")) : null,
        state.turns.map((turn, i) => this.#node(turn, i >= last))));
  }
}

function Foot() {
  const { notice } = state;
  const closed = readOnly();
  return h("div", { class: "foot" },
    state.atEnd ? null : h("button", { id: "down", type: "button", class: "icon", "aria-label": t("down"), title: t("down"), onClick: toEnd },
      h(Sign, { name: "down" })),
    h("p", { id: "connection", role: "status", "data-state": state.connection, class: state.connection === "connected" ? "spoken" : "" },
      t(`connection.${state.connection}`)),
    h("div", { id: "notice" }, notice ? h(Trouble, { key: notice, ...notice }) : null),
    closed ? h("p", { id: "read-only", class: "quiet" }, closed) : null,
    closed || !state.mayTalk ? null : h(Composer));
}

function Toast() {
  const { toast } = state;
  return h("div", { id: "toast", role: "status" }, toast ? h("p", {}, toast.text,
    toast.label ? h("button", { type: "button", class: "plain", onClick: () => { closeToast(); toast.action(); } }, toast.label) : null) : null);
}

export function Main() {
  return h(Fragment, {},
    h("main", {}, h(Bar), h(Log), h(Foot)),
    state.sideShown ? h("div", { class: "veil", onClick: actions.hideSide }) : null,
    h(Toast));
}

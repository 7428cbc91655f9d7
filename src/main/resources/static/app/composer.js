// The field that one writes in, with one button that sends or stops.
import { isLoggedIn, t, tab } from "./common.js";
import { actions } from "./actions.js";
import { chooseAgent, nameOf } from "./conversation.js";
import { isEmbedded } from "./embed.js";
import { editLast, send, stopAnswer } from "./messages.js";
import { announce, byId, draft } from "./page.js";
import { set, state } from "./store.js";
import { Avatar, Component, h, hueOf, Sign } from "./ui.js";

/** What can be chosen after a slash: agents by their id, and what the page does. */
function commands() {
  return [
    ...state.agents.map((agent) => ({
      word: agent.id, label: agent.name, note: agent.description, agent, action: () => chooseAgent(agent.id),
    })),
    { word: t("command.new"), label: t("new"), sign: "edit", action: () => actions.begin() },
    ...(isEmbedded ? [] : [{ word: t("command.search"), label: t("search"), sign: "search", action: search }]),
    { word: t("command.settings"), label: t("settings"), sign: "settings", action: () => set({ dialog: "settings" }) },
    { word: t("command.keys"), label: t("keys"), sign: "keys", action: () => set({ dialog: "keys" }) },
  ];
}

export function search() {
  if (!byId("side").checkVisibility()) set({ sideShown: true });
  setTimeout(() => byId("words")?.focus());
}

export class Composer extends Component {
  state = { isEmpty: !tab.get("draft")?.trim(), chosen: 0, slash: null };
  #text = null;

  componentDidMount() {
    this.#grow();
  }

  componentDidUpdate() {
    byId(`command-${this.state.chosen}`)?.scrollIntoView({ block: "nearest" });
  }

  /** Where the browser does not let a field grow by itself. */
  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }

  #typed() {
    const { value } = this.#text;
    draft.keep(value);
    this.#grow();
    const slash = /^\/(\S*)$/.exec(value)?.[1].toLowerCase() ?? null;
    this.setState({ isEmpty: !value.trim(), slash, chosen: 0 });
    if (slash !== null) announce(t("commands.count", { count: this.#offered(slash).length }));
  }

  #offered(slash = this.state.slash) {
    return slash === null ? [] : commands().filter(({ word }) => word.toLowerCase().startsWith(slash));
  }

  #choose(command) {
    draft.set("");
    this.#text.focus();
    command.action();
  }

  #keys(event) {
    const offered = this.#offered();
    if (offered.length) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        this.setState(({ chosen }) => ({ chosen: (chosen + step + offered.length) % offered.length }));
        return;
      }
      if ((event.key === "Enter" || event.key === "Tab") && !event.isComposing) {
        event.preventDefault();
        this.#choose(offered[this.state.chosen]);
        return;
      }
      if (event.key === "Escape") {
        event.stopPropagation();
        this.setState({ slash: null });
        return;
      }
    }
    if (event.key === "ArrowUp" && !this.#text.value) {
      event.preventDefault();
      editLast();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    }
  }

  #palette(offered) {
    return h("ul", { id: "commands", role: "listbox", tabIndex: 0, "aria-label": t("commands") },
      offered.map((command, i) => h("li", {
        key: command.word, id: `command-${i}`, role: "option", "aria-selected": String(i === this.state.chosen),
        onMouseDown: (e) => e.preventDefault(), onClick: () => this.#choose(command),
      },
      command.agent ? h(Avatar, { name: command.label, hue: hueOf(command.agent.id, state.agents) }) : h(Sign, { name: command.sign }),
      h("span", { class: "what" }, h("span", {}, command.label, " ", h("code", {}, `/${command.word}`)),
        command.note ? h("small", { class: "quiet" }, command.note) : null))));
  }

  render(_, { isEmpty, chosen }) {
    const offered = this.#offered();
    const { running, stopping } = state;
    return h("form", { id: "composer", onSubmit: (e) => { e.preventDefault(); if (!running) send(); } },
      offered.length ? this.#palette(offered) : null,
      h("label", { for: "text", class: "spoken" }, t("message", { agent: nameOf(state.agent) })),
      h("textarea", {
        id: "text", rows: 1, placeholder: t("message", { agent: nameOf(state.agent) }), enterkeyhint: "send", autofocus: true,
        defaultValue: tab.get("draft") ?? "", "aria-describedby": "hint",
        ...(offered.length ? { "aria-controls": "commands", "aria-activedescendant": `command-${chosen}` } : {}),
        ref: (e) => (this.#text = e), onInput: () => this.#typed(), onKeyDown: (e) => this.#keys(e),
      }),
      running
        ? h("button", { id: "stop", key: "stop", type: "button", class: "send", "aria-label": t("stop"), title: t("stop"), disabled: stopping,
          onClick: stopAnswer }, h(Sign, { name: "stop", solid: true }))
        : h("button", { id: "send", key: "send", type: "submit", class: "send main", "aria-label": t("send"), title: t("send"), disabled: isEmpty },
          h(Sign, { name: "send" })),
      h("p", { id: "hint", class: "quiet" }, isLoggedIn() ? t("hint") : t(isEmbedded ? "hint.embedded" : "hint.guest"),
        isEmbedded && state.branding.privacy
          ? [" ", h("a", { href: state.branding.privacy, target: "_blank", rel: "noopener" }, t("privacy"))] : null));
  }
}

// The side: a new conversation, the search, the conversations by day, who the reader is.
import { isLoggedIn, language, logOut, session, t } from "./common.js";
import { actions } from "./actions.js";
import { nameOf } from "./conversation.js";
import { dayOf, more, place, refresh, showArchive } from "./list.js";
import { guarded } from "./page.js";
import { set, state } from "./store.js";
import { Avatar, Component, Fragment, h, hueOf, Menu, Sign, SignButton } from "./ui.js";

const TYPING_MS = 250;

/** The list's end is looked at that far before it comes in sight. */
const AHEAD = "600px";

let typing;

function look(words) {
  set({ words });
  clearTimeout(typing);
  typing = setTimeout(() => guarded(refresh), TYPING_MS);
}

function Search() {
  return h("form", { id: "search", role: "search", onSubmit: (e) => { e.preventDefault(); guarded(refresh); } },
    h(Sign, { name: "search" }),
    h("input", {
      type: "search", id: "words", "aria-label": t("search"), placeholder: t("search"), autocomplete: "off", maxLength: 200,
      value: state.words, onInput: (e) => look(e.target.value),
    }));
}

/** A conversation of the list; drawn again only where something of it is another, because lists are long. */
class Row extends Component {
  shouldComponentUpdate(next) {
    return ["c", "isOpen", "agents"].some((name) => next[name] !== this.props[name]);
  }

  render({ c, isOpen, agents }) {
    const others = c.channel === "chat" ? null : c.channel;
    return h("li", {},
      h("a", {
        class: "open", href: `/app/c/${c.id}`, "data-id": c.id, title: c.title, "aria-current": isOpen ? "page" : undefined,
        onClick: actions.onLink(() => actions.open(c.id)),
      },
      h("span", { class: "dot", "data-agent-hue": "", style: { "--hue": String(hueOf(c.agent, agents)) }, title: nameOf(c.agent) }),
      h("span", { class: "name" }, c.title), others ? h("small", { class: "quiet" }, others) : null),
      h(Menu, {
        button: { class: "plain icon", label: t("conversation.menu", c), content: h(Sign, { name: "more" }) },
        end: true,
        items: () => actions.ofConversation(c),
      }));
  }
}

/** Reads the next page when its place comes near; a button where the browser does not tell. */
class More extends Component {
  #observer = new IntersectionObserver(
    (seen) => seen.some((one) => one.isIntersecting) && guarded(more), { rootMargin: AHEAD });

  componentWillUnmount() {
    this.#observer.disconnect();
  }

  render() {
    return h("button", { id: "more", type: "button", class: "plain", onClick: () => guarded(more),
      ref: (e) => (e ? this.#observer.observe(e) : this.#observer.disconnect()) }, t("more"));
  }
}

function Listed() {
  const days = [...Map.groupBy(state.listed, (c) => dayOf(c.updated_at))];
  if (state.pinned.length) days.unshift([t("pinned"), state.pinned]);
  return h("div", { id: "conversations" },
    state.archive ? h("p", { class: "quiet archive" }, t(state.listed.length ? "archive.title" : "archive.empty")) : null,
    days.map(([day, conversations]) => h("section", { key: day, "aria-label": day },
      h("h3", { "aria-hidden": "true" }, day),
      h("ul", {}, conversations.map((c) => h(Row, { key: c.id, c, isOpen: c.id === state.conversation?.id, agents: state.agents }))))),
    state.next ? h(More, { key: state.next }) : null);
}

function Found() {
  const { found, words } = state;
  return h(Fragment, {},
    h("p", { id: "found", class: "quiet", role: "status" },
      found.length ? t("search.found", { count: found.length }) : t("search.none")),
    h("ul", { id: "conversations", class: "results" }, found.map(({ conversation_id: id, title, turn }) => {
      const [before, hit, after] = place(turn, words);
      return h("li", { key: turn.id },
        h("a", { class: "open", href: `/app/c/${id}`, "data-id": id, onClick: actions.onLink(() => actions.open(id, turn.id)) },
          h("span", { class: "name" }, title),
          h("small", { class: "quiet" }, before, hit ? h("mark", {}, hit) : null, after)));
    })));
}

/** Who the reader is, and what is theirs to set. */
function Account() {
  const own = session();
  const known = isLoggedIn();
  const name = own?.username ?? t("without.account");
  return h("div", { class: "account" },
    known ? null : h("button", { id: "login-switch", type: "button", onClick: actions.logIn }, t("login.title")),
    h(Menu, {
      id: "account",
      button: {
        class: "plain who", label: t("account.menu", { name }),
        content: [h(Avatar, { name, hue: 235, sign: known ? null : "person" }), h("span", { id: "who" }, name), h(Sign, { name: "unfold" })],
      },
      items: () => [
        { id: "settings", label: t("settings"), sign: "settings", action: () => set({ dialog: "settings" }) },
        own?.id && { id: "account-dialog", label: t("account"), sign: "person", action: () => set({ dialog: "account" }) },
        { id: "keys", label: t("keys"), sign: "keys", note: "?", action: () => set({ dialog: "keys" }) },
        { id: "archive-list", label: t(state.archive ? "archive.leave" : "archive.show"), sign: "archive",
          action: () => guarded(() => showArchive(!state.archive)) },
        // Whoever else followed the link would be asked for another login; it would lead them nowhere.
        own?.role === "ADMIN" && { id: "operate", label: t("operate"), sign: "side", href: "/app/admin.html" },
        ...["imprint", "privacy"].map((page) => state.branding[page] && { id: page, label: t(page), sign: "link", href: state.branding[page] }),
        own && { id: "logout", label: t(known ? "logout" : "logout.guest"), sign: "leave", action: logOut },
      ],
    }));
}

export function Side() {
  return h("nav", { id: "side", class: state.sideShown ? "shown" : "", "aria-label": t("side"), key: language() },
    h("div", { class: "brand" },
      h("a", { href: "/app/", onClick: actions.onLink(() => actions.begin()) }, h("img", { src: state.branding.logo ?? "/app/icon.svg", alt: "" }), state.branding.name),
      h(SignButton, { sign: "close", label: t("side.close"), class: "narrow", onClick: actions.hideSide })),
    h("button", { id: "new", type: "button", onClick: () => actions.begin() }, h(Sign, { name: "edit" }), t("new")),
    state.mayTalk ? h(Search) : null,
    h("div", { class: "list" }, state.found ? h(Found) : h(Listed)),
    h(Account));
}

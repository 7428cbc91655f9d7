// What stands around every view: the side, the head, what went wrong, the settings.
import { isLoggedIn, language, logOut, session, t } from "./common.js";
import { pressing } from "./admin-watch.js";
import { closeToast, set, state } from "./store.js";
import { Avatar, Dialog, Fragment, h, Menu, Sign, SignButton, useEffect } from "./ui.js";
import { Looks } from "./view-looks.js";

function Account({ name }) {
  return h("div", { class: "account" }, h(Menu, {
    id: "account",
    button: {
      class: "plain who", label: t("account.menu", { name }),
      content: [h(Avatar, { name, hue: 235 }), h("span", { id: "who" }, name), h(Sign, { name: "unfold" })],
    },
    items: [
      { id: "settings", label: t("settings"), sign: "settings", action: () => set({ dialog: "settings" }) },
      { id: "chat", label: t("to.chat"), sign: "talk", href: "/app/" },
      { id: "logout", label: t("logout"), sign: "leave", action: logOut },
    ],
  }));
}

function Side({ views, place, otherLogin }) {
  const own = session();
  const due = pressing().reduce((sum, { count }) => sum + count, 0);
  return h("nav", { id: "side", class: state.sideShown ? "shown" : "", "aria-label": t("side.admin") },
    h("div", { class: "brand" },
      h("a", { href: "#now" }, h("img", { src: state.branding.logo ?? "/app/icon.svg", alt: "" }), state.branding.name),
      h(SignButton, { sign: "close", label: t("side.close.admin"), class: "narrow", onClick: () => set({ sideShown: false }) })),
    h("ul", { class: "views" }, views.map(({ name, sign }) => h("li", {},
      h("a", { href: `#${name}`, "data-id": name, "aria-current": place.view.name === name ? "page" : undefined },
        h(Sign, { name: sign }), h("span", {}, t(`view.${name}`)),
        name === "todo" && due ? h("b", { class: "badge" }, due, h("span", { class: "spoken" }, ` ${t("todo.count")}`)) : null)))),
    h("div", { class: "list" }),
    isLoggedIn() ? h(Account, { name: own.username ?? t("operator") })
      : h("div", { class: "account" }, h("button", { id: "login-switch", type: "button", onClick: otherLogin }, t("login.title"))));
}

function Notice() {
  const { problem } = state.notice;
  const trace = problem.traceId ? ` ${t("problem.trace", { trace: problem.traceId })}` : "";
  return h("p", { class: "problem" }, [problem.message, ...problem.details()].join(" ") + trace);
}

/** Who has logged in may not see this: why, and what to do. */
function Refused({ otherLogin }) {
  return h("div", { id: "refused", class: "refused" },
    h("h2", {}, t("refused.title")), h("p", {}, t("refused.what")), h("p", { class: "quiet" }, t("login.operator")),
    h("button", { type: "button", class: "main", onClick: otherLogin }, t("refused.other")));
}

function Settings() {
  return h(Dialog, { id: "settings-dialog", title: t("settings"), onClose: () => set({ dialog: null }) }, h(Looks));
}

function Toast() {
  const { text } = state.toast;
  return h("p", {}, text, h(SignButton, { sign: "close", label: t("close"), onClick: closeToast }));
}

export function Shell({ views, place, otherLogin }) {
  const { view, rest } = place;
  const name = t(`view.${view.name}`);
  useEffect(() => {
    document.title = `${name} · ${state.branding.name}`;
  }, [name, state.branding.name]);
  const to = (e) => {
    e.preventDefault();
    document.getElementById("view").focus();
  };
  const closes = (e) => e.key === "Escape" && state.sideShown && set({ sideShown: false });
  return h(Fragment, { key: language() },
    h("a", { class: "skip", href: "#view", onClick: to }, t("skip.admin")),
    h(Side, { views, place, otherLogin }),
    state.sideShown ? h("div", { class: "veil", onClick: () => set({ sideShown: false }) }) : null,
    h("main", { onKeyDown: closes },
      h("div", { id: "bar" },
        h(SignButton, { sign: "menu", label: t("side.admin"), class: "narrow", "aria-expanded": String(state.sideShown), onClick: () => set({ sideShown: true }) }),
        h("h1", {}, name),
        h("p", { id: "connection", role: "status", "data-state": state.connection }, t(`connection.${state.connection}`))),
      h("div", { id: "view", tabIndex: 0, "data-view": view.name },
        h("div", { id: "notice", role: "alert" }, state.notice && !state.refused ? h(Notice) : null),
        state.refused ? h(Refused, { otherLogin }) : state.overview ? h(view.view, { key: view.name, rest }) : h("p", { class: "quiet", "aria-busy": "true" }, t("loading")))),
    h("div", { id: "toast", role: "status" }, state.toast ? h(Toast) : null),
    state.dialog === "settings" ? h(Settings) : null);
}

// The parts that the page is made of: Preact without a build step, signs, menus, dialogs.
import { element, t } from "./common.js";

// Its two scripts stand in the page before this module; as modules they would name each other without an address.
export const { h, render, Component, Fragment } = window.preact;
export const { useEffect, useLayoutEffect, useRef, useState } = window.preactHooks;

/* Signs: strokes on a field of 24, in the colour of the text. */

const SIGNS = {
  agent: "M6 9h12v10H6zM12 9V5M9.5 13.5h.01M14.5 13.5h.01M10 16.5h4M3.5 13v3M20.5 13v3",
  archive: "M4 8h16M5 8v11h14V8M4 4h16v4H4zM10 12h4",
  back: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4",
  chart: "M4 20h16M7 16v-5M12 16V6M17 16v-8",
  check: "m5 12.5 4.5 4.5L19 7.5",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  down: "M12 5v14M6 13l6 6 6-6",
  due: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v6M12 16.5h.01",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  export: "M12 4v11M7 10l5 5 5-5M4 20h16",
  forward: "m9 6 6 6-6 6",
  rearward: "m15 6-6 6 6 6",
  keys: "M3 7h18v11H3zM7 11h.01M11 11h.01M15 11h.01M8 15h8",
  key: "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9M18 12v3M15 12v2",
  leave: "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  new: "M12 5v14M5 12h14",
  now: "M3 12h4l3-7 4 14 3-7h4",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14a6.5 6.5 0 0 1 3.5 6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0",
  pin: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  queue: "M4 6h16M4 12h11M4 18h7",
  retry: "M20 11a8 8 0 1 0-2 6M20 4v7h-7",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.5-4.5",
  send: "M12 19V5M6 11l6-6 6 6",
  settings: "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4",
  side: "M4 5h16v14H4zM10 5v14",
  screen: "M3 5h18v11H3zM9 20h6M12 16v4",
  speak: "M4 10v4h4l5 4V6L8 10zM16.5 9a4 4 0 0 1 0 6",
  stop: "M7 7h10v10H7z",
  talk: "M4 5h16v11h-8l-5 4v-4H4z",
  thumbDown: "M7 14V4h10l3 8v2h-6l1 6h-2l-4-6zM7 14H4V4h3",
  thumbUp: "M7 10v10h10l3-8v-2h-6l1-6h-2l-4 6zM7 10H4v10h3",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  unfold: "m6 9 6 6 6-6",
};

export function Sign({ name, solid = false }) {
  return h("svg", { class: `sign sign-${name}${solid ? " solid" : ""}`, viewBox: "0 0 24 24", "aria-hidden": "true" },
    h("path", { d: SIGNS[name] }));
}

/** A button that is a sign alone: its name is read aloud, and shown where the pointer rests. */
export function SignButton({ sign, label, class: className = "", ...more }) {
  return h("button", { type: "button", class: `plain icon ${className}`, "aria-label": label, title: label, ...more },
    h(Sign, { name: sign }));
}

/* Agents: each has a colour and a letter. */

const HUES = [265, 160, 30, 330, 210, 95, 290, 0, 130, 55, 235, 185];

/** The same hue for an agent everywhere, and for those of one list as far apart as can be. */
export function hueOf(id, agents = []) {
  const place = agents.findIndex((agent) => agent.id === id);
  if (place >= 0) return HUES[place % HUES.length];
  let sum = 0;
  for (const c of id ?? "") sum = (sum * 31 + c.codePointAt(0)) % 3607;
  return HUES[sum % HUES.length];
}

export function Avatar({ name, hue, sign }) {
  const letter = [...(name ?? "?").trim()][0] ?? "?";
  return h("span", { class: "avatar", "data-agent-hue": "", style: { "--hue": String(hue) }, "aria-hidden": "true" },
    sign ? h(Sign, { name: sign }) : letter.toLocaleUpperCase());
}

/* Menus: in the browser's top layer, which closes them by Escape and by a click elsewhere. */

let menus = 0;

/**
 * A button that opens a menu.
 *
 * @param button {class, label, title, content} of the button
 * @param items, or what gives them when it is opened: {label, sign, action, checked, note, bad, href, data} or null for what is not there now; "line" divides
 */
export class Menu extends Component {
  #id = `menu-${++menus}`;
  #button = null;
  #list = null;

  #place(opens) {
    const button = this.#button.getBoundingClientRect();
    const list = this.#list.getBoundingClientRect();
    const edge = 8;
    const left = this.props.end ? button.right - list.width : button.left;
    this.#list.style.left = `${Math.max(edge, Math.min(left, innerWidth - list.width - edge))}px`;
    const below = button.bottom + 4;
    const above = button.top - list.height - 4;
    const top = below + list.height > innerHeight - edge && above >= edge ? above : below;
    this.#list.style.top = `${Math.max(edge, Math.min(top, innerHeight - list.height - edge))}px`;
    if (opens) (this.#items().find((item) => item.ariaChecked === "true") ?? this.#items()[0])?.focus();
  }

  #items() {
    return [...this.#list.querySelectorAll("[role^=menuitem]")];
  }

  #keys(event) {
    const items = this.#items();
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items[to % items.length].focus();
    } else if (event.key === "Tab") {
      this.#list.hidePopover();
    } else if (event.key === "Escape") {
      event.stopPropagation();
    }
  }

  render({ button, items, id, head, foot, end }) {
    const choose = (item) => (event) => {
      this.#list.hidePopover();
      if (item.action) item.action(event);
    };
    return h(Fragment, {},
      h("button", {
        type: "button", id, class: button.class ?? "plain", "aria-haspopup": "menu", "aria-expanded": String(Boolean(this.state.open)),
        "aria-label": button.label, title: button.title ?? button.label, popovertarget: this.#id, disabled: button.disabled,
        ref: (e) => (this.#button = e),
      }, button.content),
      h("div", {
        id: this.#id, popover: "auto", class: "menu", role: "menu", "aria-label": button.label ?? button.title, "data-end": end,
        ref: (e) => (this.#list = e),
        // A page has hundreds of menus: only what is open has its items.
        onToggle: (e) => {
          const open = e.newState === "open";
          this.setState({ open }, () => open && this.#place(true));
        },
        onKeyDown: (e) => this.#keys(e),
      },
      head,
      !this.state.open ? null : (typeof items === "function" ? items() : items).filter(Boolean).map((item) => (item === "line"
        ? h("hr", { role: "separator" })
        : h(item.href ? "a" : "button", {
          ...(item.href ? { href: item.href } : { type: "button" }),
          role: item.checked === undefined ? "menuitem" : "menuitemradio",
          "aria-checked": item.checked === undefined ? undefined : String(item.checked),
          class: item.bad ? "plain bad" : "plain", tabIndex: -1, "data-id": item.id, onClick: choose(item),
        },
        item.picture ?? (item.sign ? h(Sign, { name: item.sign }) : null),
        h("span", { class: "what" }, item.label, item.note ? h("small", {}, item.note) : null),
        item.checked ? h(Sign, { name: "check" }) : null))),
      foot));
  }
}

/* Dialogs. */

/** A dialog that is open as long as it is on the page; told when the reader closes it. */
export function Dialog({ id, title, onClose, children, class: className = "" }) {
  const dialog = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => before?.focus?.();
  }, []);
  return h("dialog", {
    id, ref: dialog, class: className, "aria-labelledby": `${id}-title`, onClose,
    onClick: (e) => e.target === dialog.current && dialog.current.close(),
  },
  h("div", { class: "inside" },
    h("header", {}, h("h2", { id: `${id}-title` }, title),
      h(SignButton, { sign: "close", label: t("close"), onClick: () => dialog.current.close() })),
    children));
}

const TITLE_MAX = 80;

/** A question with a text to fill in, or none; the answer, or null where it was not given. */
export function ask(title, { value, submit, bad = false }) {
  const field = value === undefined ? null : element("input", { value, required: true, maxLength: TITLE_MAX });
  field?.setAttribute("aria-label", title);
  const dialog = element("dialog", { className: "ask" }, element("form", { method: "dialog" },
    element("p", { id: "question", textContent: title }),
    ...(field ? [field] : []),
    element("div", { className: "row" },
      element("button", { type: "button", textContent: t("cancel"), onclick: () => dialog.close() }),
      element("button", { className: bad ? "bad" : "main", value: "yes", textContent: submit }))));
  dialog.setAttribute("aria-labelledby", "question");
  document.body.append(dialog);
  dialog.showModal();
  field?.select();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? (field ? field.value : true) : null);
    }));
}

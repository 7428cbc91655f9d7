// The conversations at the side: list, search, rename, delete.
import { call, element, language, request, t } from "./common.js";

const PAGE = 30;
const FOUND_MAX = 30;
const TYPING_MS = 300;
const SNIPPET_CHARS = 120;
const TITLE_MAX = 200;

const byId = (id) => document.getElementById(id);

/** A question with a text to fill in, or none; the answer, or null where it was not given. */
export function ask(title, { value, submit, bad = false }) {
  const field = value === undefined ? null : element("input", { value, required: true, maxLength: TITLE_MAX });
  field?.setAttribute("aria-label", title);
  const dialog = element("dialog", {}, element("form", { method: "dialog" },
    element("p", { id: "question", textContent: title }),
    ...(field ? [field] : []),
    element("div", { className: "row" },
      element("button", { type: "button", textContent: t("cancel"), onclick: () => dialog.close() }),
      element("button", { className: bad ? "bad" : "main", value: "yes", textContent: submit }))));
  dialog.setAttribute("aria-labelledby", "question");
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? (field ? field.value : true) : null);
    }));
}

export class Side {
  #chosen;
  #changed;
  #current = null;
  #listed = [];
  #next = null;
  #search = 0;

  /**
   * @param chosen told (id, turnId) when the reader wants a conversation, at a turn where they searched
   * @param changed told (id, title) of what was renamed, and without a title of what was deleted
   */
  constructor(chosen, changed) {
    this.#chosen = chosen;
    this.#changed = changed;
    byId("more").addEventListener("click", () => this.#page(this.#next));
    let typing;
    byId("words").addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.refresh(), TYPING_MS);
    });
    byId("search").addEventListener("submit", (e) => {
      e.preventDefault();
      this.refresh();
    });
  }

  /** Marks the one that is open. */
  mark(id) {
    this.#current = id;
    for (const open of byId("conversations").querySelectorAll(".open")) {
      if (open.dataset.id === id) open.setAttribute("aria-current", "true");
      else open.removeAttribute("aria-current");
    }
  }

  /** Reads the first page again, or what is searched for. */
  async refresh() {
    const words = byId("words").value.trim();
    await (words ? this.#find(words) : this.#page(null));
  }

  /** The open conversation of the chat with this key, where it is among those listed. */
  named(key) {
    return this.#listed.find((c) => c.open && c.channel === "chat" && c.session_id === key) ?? null;
  }

  async #page(before) {
    const search = ++this.#search;
    const query = before ? `&before=${encodeURIComponent(before)}` : "";
    const { data } = await call(`/conversations?limit=${PAGE}${query}`);
    if (search !== this.#search) return; // something newer was asked for meanwhile
    this.#listed = before ? [...this.#listed, ...data.conversations] : data.conversations;
    this.#next = data.next;
    byId("found").hidden = true;
    byId("more").hidden = data.next === null;
    byId("conversations").replaceChildren(...this.#listed.map((c) => this.#row(c)));
    this.mark(this.#current);
  }

  async #find(words) {
    const search = ++this.#search;
    const { data } = await call(`/conversations/search?limit=${FOUND_MAX}&q=${encodeURIComponent(words)}`);
    if (search !== this.#search) return;
    byId("more").hidden = true;
    byId("found").hidden = false;
    byId("found").textContent = data.found.length ? t("search.found", { count: data.found.length }) : t("search.none");
    byId("conversations").replaceChildren(...data.found.map(({ conversation_id: id, title, turn }) =>
      element("li", {}, this.#opener(id, title, turn.question.slice(0, SNIPPET_CHARS), turn.id))));
    this.mark(this.#current);
  }

  #opener(id, title, below, turnId) {
    const open = element("button", { type: "button", className: "open plain" },
      element("span", { textContent: title, title }), element("small", { textContent: below }));
    open.dataset.id = id;
    open.addEventListener("click", () => this.#chosen(id, turnId));
    return open;
  }

  #row(c) {
    const when = new Date(c.updated_at).toLocaleString(language(), { dateStyle: "short", timeStyle: "short" });
    const below = [c.agent, ...(c.channel === "chat" ? [] : [c.channel]), when].join(" · ");
    return element("li", {},
      this.#opener(c.id, c.title, below),
      this.#tool("✎", t("rename", c), () => this.#rename(c)),
      this.#tool("✕", t("delete", c), () => this.#delete(c)));
  }

  #tool(sign, label, action) {
    const button = element("button", { type: "button", className: "plain", textContent: sign, title: label });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", action);
    return button;
  }

  async #rename(c) {
    const title = await ask(t("rename.title"), { value: c.title, submit: t("save") });
    if (!title?.trim()) return;
    const { data } = await call(`/conversations/${c.id}`, { method: "PATCH", body: { title: title.trim() } });
    this.#changed(c.id, data.conversation.title);
    await this.refresh();
  }

  async #delete(c) {
    if (!(await ask(t("delete.ask", c), { submit: t("delete.do"), bad: true }))) return;
    await request(`/conversations/${c.id}`, { method: "DELETE" });
    this.#changed(c.id);
    await this.refresh();
  }
}

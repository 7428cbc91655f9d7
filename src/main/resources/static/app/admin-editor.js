// An agent's file, changed in the browser: checked while it is written as it will be when it is read, tried as it stands, saved whole.
import { call, Problem, request, t } from "./common.js";
import { ask } from "./admin-dialog.js";
import { Panel } from "./admin-parts.js";
import { TryOut } from "./admin-try.js";
import { guarded, look, say } from "./admin-watch.js";
import { state, toast } from "./store.js";
import { Component, h, hueOf, Sign } from "./ui.js";

const CHECK_MS = 350;

/**
 * What was written and not saved, {text, version of the file that it was made from}, by the agent's name: it is there again when the
 * reader comes back to it, and takes the place of no other file.
 */
const drafts = new Map();

addEventListener("beforeunload", (e) => {
  if (drafts.size) e.preventDefault();
});

/** Begins an agent that has no file yet. */
export function startDraft(name, text) {
  drafts.set(name, { text, version: "" });
}

/** Whether something is written for an agent of this name, and not saved. */
export function hasDraft(name) {
  return drafts.has(name);
}

export class Editor extends Component {
  state = { source: null, text: "", version: "", found: null, good: null, saving: false, isNew: false };
  #area = null;
  #lines = null;
  #timer = null;
  #checks = 0;

  componentDidMount() {
    guarded(() => this.#open());
  }

  componentWillUnmount() {
    clearTimeout(this.#timer);
  }

  async #open() {
    const { name } = this.props;
    let source;
    try {
      source = await call(`/admin/agents/${encodeURIComponent(name)}/file`);
    } catch (problem) {
      if (!(problem instanceof Problem && problem.status === 404 && drafts.has(name))) throw problem;
      source = { name, text: "", file: null, version: "" };
    }
    const { text, version } = drafts.get(name) ?? source;
    await new Promise((resolve) => this.setState({ source, text, version, isNew: !source.file && !source.text }, resolve));
    await this.#check(text);
  }

  #write(text) {
    const { source, version } = this.state;
    if (text === source.text && version === source.version) drafts.delete(source.name);
    else drafts.set(source.name, { text, version });
    this.setState({ text });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => guarded(() => this.#check(text)), CHECK_MS);
  }

  /** The last one that was asked for counts, whichever is answered last. */
  async #check(text) {
    const mine = ++this.#checks;
    const found = text.trim() ? await call("/admin/agents/check", { method: "POST", body: { text } })
      : { ok: false, line: 1, reason: t("editor.empty"), notes: [] };
    if (mine !== this.#checks) return;
    this.setState(({ good }) => ({ found: { ...found, text }, good: found.ok && found.name === this.props.name ? text : good }));
  }

  #save() {
    const { source, text, version } = this.state;
    return guarded(async () => {
      this.setState({ saving: true });
      try {
        const body = { text, version };
        const saved = await call(`/admin/agents/${encodeURIComponent(source.name)}/file`, { method: "PUT", body });
        drafts.delete(source.name);
        this.setState({ source: saved, text: saved.text, version: saved.version, isNew: false });
      } finally {
        this.setState({ saving: false });
      }
      await look();
      say(t("editor.saved", source));
      toast(t("editor.saved", source));
    });
  }

  #delete() {
    const { source } = this.state;
    const { name, version } = source;
    const shipped = state.desk.agents.find((one) => one.name === name)?.shipped;
    return ask(t(shipped ? "editor.delete.back.ask" : "editor.delete.ask", source), {
      note: t(shipped ? "editor.delete.back.what" : "editor.delete.what"), submit: t("delete.do"), bad: true,
      work: async () => {
        await request(`/admin/agents/${encodeURIComponent(name)}/file?version=${version}`, { method: "DELETE" });
        drafts.delete(name);
        await look();
        toast(t("editor.deleted", source));
        location.hash = "#agents";
      },
    });
  }

  /** Goes back to the file as it is now. */
  #forget() {
    clearTimeout(this.#timer);
    drafts.delete(this.state.source.name);
    if (this.state.isNew) location.hash = "#agents";
    else guarded(() => this.#open());
  }

  /** Puts the cursor into the line that is wrong. */
  #goTo(line) {
    const { text } = this.state;
    const lines = text.split("\n");
    const at = Math.min(Math.max(1, line), lines.length) - 1;
    const start = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
    this.#area.focus();
    this.#area.setSelectionRange(start, start + lines[at].length);
    this.#area.scrollTop = (this.#area.scrollHeight / lines.length) * Math.max(0, at - 3);
  }

  #verdict() {
    const { found, text, source } = this.state;
    if (!found || found.text !== text) return h("p", { class: "quiet" }, t("editor.checking"));
    if (!found.ok) {
      return h("p", { class: "problem" }, h("button", { type: "button", class: "plain link", onClick: () => this.#goTo(found.line) },
        t("editor.line", { line: found.line || 1 })), ` ${found.reason}`);
    }
    if (found.name !== source.name) return h("p", { class: "problem" }, t("editor.name", { name: source.name, other: found.name }));
    return h("div", {},
      h("p", { class: "well" }, h(Sign, { name: "check" }), t("editor.well")),
      found.notes.map((note) => h("p", { class: "quiet", key: note.reason },
        h("button", { type: "button", class: "plain link", onClick: () => this.#goTo(note.line) }, t("editor.line", { line: note.line || 1 })), ` ${note.reason}`)));
  }

  render({ name, copyAs }, { source, text, version, found, good, saving, isNew }) {
    if (!source) return null;
    const { writable, folder, agents } = state.desk;
    const isGood = found?.ok && found.text === text && found.name === name;
    const isWrong = !isGood && found?.text === text;
    const isStale = version !== source.version;
    const changed = isStale || text !== source.text;
    const title = agents.find((one) => one.name === name)?.title ?? name;
    const lines = text.split("\n").length;
    const marked = found && !found.ok && found.text === text ? found.line || 1 : 0;
    const note = isStale ? t("editor.stale") : !writable ? t("agents.folder.closed", { folder }) : isNew ? t("editor.new", { folder })
      : source.file ? t("editor.file", { file: source.file }) : t("editor.shipped", { folder });
    return h("div", { class: "editing" },
      h(Panel, { id: "editor", title: t("editor.title", { name }), note,
        actions: h("a", { class: "button", href: "#agents" }, t("agents.back")) },
      h("div", { class: "code-field" },
        h("div", { class: "numbers", "aria-hidden": "true", ref: (e) => (this.#lines = e) },
          Array.from({ length: lines }, (_, i) => h("span", { key: i, class: i + 1 === marked ? "wrong" : "" }, i + 1))),
        h("textarea", {
          id: "source", value: text, spellcheck: false, wrap: "off", autocomplete: "off", autocapitalize: "off", "aria-label": t("editor.label", { name }),
          "aria-describedby": "verdict", "aria-invalid": marked ? "true" : "false", ref: (e) => (this.#area = e),
          onInput: (e) => this.#write(e.target.value),
          onScroll: (e) => (this.#lines.scrollTop = e.target.scrollTop),
        })),
      h("div", { id: "verdict", role: "status" }, this.#verdict()),
      h("div", { class: "row" },
        source.file && writable ? h("button", { type: "button", class: "bad plain", onClick: () => this.#delete() }, t("editor.delete")) : null,
        h("span", { class: "space" }),
        writable && !isNew ? h("button", { type: "button", onClick: () => copyAs(text) }, t("agent.copy.as")) : null,
        changed ? h("button", { type: "button", onClick: () => this.#forget() }, t("editor.forget")) : null,
        h("button", { id: "save", type: "button", class: "main", disabled: !isGood || !writable || saving || !changed, onClick: () => this.#save() },
          t(source.file || isNew ? "save" : "editor.save.copy")))),
      h(Panel, { id: "try", title: t("try.title", { title }), note: t("editor.try") },
        good === null ? null : h(TryOut, { what: { text: good }, title, hue: hueOf(name), isOpen: isGood }),
        isWrong ? h("p", { class: "quiet" }, t("editor.try.wrong")) : null));
  }
}

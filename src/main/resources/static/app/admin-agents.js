// The agents: who answers and from where, tried, and changed by their files.
import { call, element, Problem, t } from "./common.js";
import { ask } from "./admin-dialog.js";
import { Editor, hasDraft, startDraft } from "./admin-editor.js";
import { Health, Nothing, Panel, Tag } from "./admin-parts.js";
import { TryOut } from "./admin-try.js";
import { state } from "./store.js";
import { Avatar, Fragment, h, hueOf } from "./ui.js";

/** As the service says that no model answers. */
const BY_ITSELF = "tools and knowledge";

/** What an agent can be called. */
const NAME = /^[a-z0-9][a-z0-9_-]*$/;

const NEW = `---
name: {name}
title: {title}
description: {description}
---
{prompt}
`;

/** Refuses the name of an agent that there is: of a file, too, that cannot be read as one. */
async function requireFree(name) {
  let isTaken = hasDraft(name) || state.desk.agents.some((one) => one.name === name);
  if (!isTaken) {
    try {
      await call(`/admin/agents/${encodeURIComponent(name)}/file`);
      isTaken = true;
    } catch (problem) {
      if (!(problem instanceof Problem && problem.status === 404)) throw problem;
    }
  }
  if (isTaken) throw new Problem(409, { code: "conflict", message: t("agent.name.taken", { name }) });
}

/** Asks for the name of an agent that is to be made, from nothing or from another's file. */
export function askName(then, text = null) {
  const field = element("input", { name: "name", required: true, pattern: "[a-z0-9][a-z0-9_\\-]*", maxLength: 64, autocomplete: "off" });
  let name;
  return ask(text ? t("agent.copy.ask") : t("agent.new"), {
    note: t("agent.name.what"), fields: [{ label: t("name"), field }], submit: t("agent.new.do"),
    work: async (given) => {
      await requireFree(given.name);
      name = given.name;
    },
  }).then(() => {
    if (!name) return;
    const draft = text?.replace(/^name:.*$/m, `name: ${name}`) ?? NEW.replace(/\{(\w+)\}/g, (all, key) => ({
      name, title: name.charAt(0).toUpperCase() + name.slice(1), description: t("agent.new.description"), prompt: t("agent.new.prompt") })[key]);
    startDraft(name, draft);
    then(name);
  });
}

const edit = (name) => {
  location.hash = `#agents/edit/${encodeURIComponent(name)}`;
};

function origin(agent) {
  if (agent.file) return h(Tag, { kind: "good" }, agent.shipped ? t("agent.instead", { file: agent.file }) : agent.file);
  return h(Tag, {}, t(agent.shipped ? "agent.shipped" : `kind.${agent.kind}`));
}

function Card({ agent, agents }) {
  const { name, title, kind } = agent;
  const path = encodeURIComponent(name);
  return h("li", { class: "card", "data-key": name, "data-agent-hue": "", style: { "--hue": String(hueOf(name, agents)) } },
    h("div", { class: "head" }, h(Avatar, { name: title, hue: hueOf(name, agents) }),
      h("div", { class: "what" }, h("strong", {}, title), h("small", {}, name)), h(Health, { up: agent.up })),
    agent.description ? h("p", {}, agent.description) : null,
    agent.up === false && agent.detail ? h("p", { class: "problem" }, agent.detail) : null,
    h("p", { class: "quiet via" }, origin(agent), " ", t("agent.via", { via: agent.via === BY_ITSELF ? t("agent.via.own") : agent.via })),
    h("div", { class: "row" },
      kind === "RUNTIME" ? null : h("a", { class: "button", href: `#agents/try/${path}`, "aria-label": t("agent.try.label", agent) }, t("agent.try")),
      kind === "PERSONA" ? h("a", { class: "button", href: `#agents/edit/${path}`, "aria-label": t("agent.edit.label", agent) },
        t(agent.file ? "agent.edit" : "agent.copy")) : null));
}

function Broken({ one }) {
  const file = one.file.split(/[/\\]/).at(-1);
  const name = state.desk.agents.find((agent) => agent.file === file)?.name ?? file.replace(/\.md$/, "");
  const isOurs = !one.file.includes("(") && NAME.test(name);
  return h("li", { class: "case" },
    h("div", { class: "what" }, h("strong", {}, one.line ? t("file.line", { file, line: one.line }) : file), h("p", {}, one.reason)),
    isOurs ? h("a", { class: "button", href: `#agents/edit/${encodeURIComponent(name)}` }, t("agent.edit")) : null);
}

function List() {
  const { agents, folder, writable, broken } = state.desk;
  const cards = agents.map((agent) => ({ ...agent, id: agent.name }));
  const groups = [["PERSONA", "agents.personas"], ["MODEL", "agents.models"], ["RUNTIME", "agents.runtime"]];
  return h(Fragment, {},
    broken.length ? h(Panel, { id: "broken", title: t("broken"), note: t("broken.what"), class: "due" },
      h("ul", { class: "cases" }, broken.map((one) => h(Broken, { key: `${one.file} ${one.line} ${one.reason}`, one })))) : null,
    groups.map(([kind, title]) => {
      const own = cards.filter((agent) => agent.kind === kind);
      if (!own.length && kind === "RUNTIME") return null;
      return h(Panel, {
        key: kind, id: `agents-${kind.toLowerCase()}`, title: t(title),
        note: kind === "PERSONA" ? t(writable ? "agents.folder" : "agents.folder.closed", { folder }) : null,
        actions: kind === "PERSONA" && writable
          ? h("button", { id: "new-agent", type: "button", class: "main", onClick: () => askName(edit) }, t("agent.new")) : null,
      }, own.length ? h("ul", { class: "agents" }, own.map((agent) => h(Card, { key: agent.name, agent, agents: cards })))
        : h(Nothing, { text: t("models.none"), isWell: false }));
    }));
}

function Trying({ name }) {
  const agent = state.desk.agents.find((one) => one.name === name);
  return h(Panel, { id: "try", title: t("try.title", { title: agent?.title ?? name }), note: t("try.what"),
    actions: h("a", { class: "button", href: "#agents" }, t("agents.back")) },
  h(TryOut, { key: name, what: { agent: name }, title: agent?.title ?? name, hue: hueOf(name) }));
}

export function Agents({ rest }) {
  const [deed, name] = rest;
  return h("div", { class: "view" },
    deed === "edit" && name ? h(Editor, { key: name, name, copyAs: (text) => askName(edit, text) })
      : deed === "try" && name ? h(Trying, { key: name, name }) : h(List));
}

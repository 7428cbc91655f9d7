// Language, colours and size of the pages.
import { wish } from "./embed.js";
import { LANGUAGES } from "./languages.js";
import { ofBrowser } from "./storage.js";

/* Language: the one chosen, else the browser's, else Spanish. */

const tables = Object.fromEntries(Object.entries(LANGUAGES).map(([spoken, table]) => [spoken, { ...table }]));
const languageListeners = [];

export function addTexts(texts) {
  for (const [spoken, table] of Object.entries(texts)) {
    Object.assign(tables[spoken], table);
  }
}
/** The languages there are, by their code: each in its own words. */
export function languages() {
  return Object.entries(tables).map(([code, table]) => ({ code, name: table["language.name"] }));
}

let inUse = null;

export function language() {
  // Found out once: each text that is shown asks for it.
  inUse ??= [ofBrowser.getItem("language"), wish("language"), ...navigator.languages]
    .map((tag) => tag?.slice(0, 2)).find((tag) => tag in tables) ?? "es";
  return inUse;
}

/** A text in the reader's language, with {name} filled in; of one thing, {count}, the text of its own that it may have. */
export function t(key, values = {}) {
  const table = tables[language()];
  const one = values.count === 1 ? table[`${key}.one`] : undefined;
  return (one ?? table[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

const formats = new Map();

/** A date in the reader's language; making its format takes longer than all else of a row, so each is made once. */
export function written(date, options) {
  const kind = JSON.stringify(options);
  if (!formats.has(kind)) formats.set(kind, new Intl.DateTimeFormat(language(), options));
  return formats.get(kind).format(date);
}

/** From now on in this language. */
export function chooseLanguage(code) {
  ofBrowser.setItem("language", code);
  inUse = null;
  formats.clear();
  applyTexts();
  languageListeners.forEach((listener) => listener());
}

/** Fills in data-text (content), data-label (aria-label and tooltip) and data-placeholder. */
export function applyTexts(root = document) {
  document.documentElement.lang = language();
  for (const e of root.querySelectorAll("[data-text]")) e.textContent = t(e.dataset.text);
  for (const e of root.querySelectorAll("[data-label]")) {
    e.setAttribute("aria-label", t(e.dataset.label));
    e.title = t(e.dataset.label);
  }
  for (const e of root.querySelectorAll("[data-placeholder]")) e.placeholder = t(e.dataset.placeholder);
}

/** Told when the reader has chosen another language; the page's own texts are done by then. */
export function onLanguage(listener) {
  languageListeners.push(listener);
}

/** An element; properties as in the DOM, children as nodes or texts. */
export function element(name, properties = {}, ...children) {
  const e = Object.assign(document.createElement(name), properties);
  e.append(...children);
  return e;
}

/* Colours and size of the text: the system's, until the reader says otherwise. */

/** What the reader has chosen, "theme" or "size"; "" where the system decides. */
export function look(name) {
  return document.documentElement.dataset[name] ?? "";
}

/** From now on so; "" leaves it to the system. */
export function chooseLook(name, value) {
  if (value) {
    document.documentElement.dataset[name] = value;
    ofBrowser.setItem(name, value);
  } else {
    delete document.documentElement.dataset[name];
    ofBrowser.removeItem(name);
  }
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function switchTheme() {
  chooseLook("theme", isDark() ? "light" : "dark");
}

/** Wires the buttons #language and #theme of the page's head. */
export function setUpSwitches() {
  const theme = document.getElementById("theme");
  const spoken = document.getElementById("language");
  const show = () => {
    theme.textContent = t(isDark() ? "theme.light" : "theme.dark");
    spoken.textContent = t("language.other");
    spoken.lang = language() === "es" ? "en" : "es";
  };
  theme.addEventListener("click", () => {
    switchTheme();
    show();
  });
  spoken.addEventListener("click", () => {
    chooseLanguage(language() === "es" ? "en" : "es");
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  applyTexts();
  show();
}

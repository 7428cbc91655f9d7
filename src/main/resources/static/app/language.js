// Language and colours of the pages.
import { COMMON } from "./common-texts.js";

/* Language: the one chosen, else the browser's, else Spanish. */

const tables = { es: {}, en: {} };
const languageListeners = [];

export function addTexts(texts) {
  for (const [spoken, table] of Object.entries(texts)) {
    Object.assign(tables[spoken], table);
  }
}
addTexts(COMMON);

export function language() {
  const wanted = [localStorage.getItem("language"), ...navigator.languages];
  return wanted.map((tag) => tag?.slice(0, 2)).find((tag) => tag in tables) ?? "es";
}

/** A text in the reader's language, with {name} filled in; of one thing, {count}, the text of its own that it may have. */
export function t(key, values = {}) {
  const table = tables[language()];
  const one = values.count === 1 ? table[`${key}.one`] : undefined;
  return (one ?? table[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
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

/* Colours: the system's, until the switch says otherwise. */

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function switchTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
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
    localStorage.setItem("language", language() === "es" ? "en" : "es");
    applyTexts();
    show();
    languageListeners.forEach((listener) => listener());
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  applyTexts();
  show();
}

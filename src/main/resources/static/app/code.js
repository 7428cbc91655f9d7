// Code and formulas of answers: colours, the language, a button that copies; formulas as a book prints them.
import { element, t } from "./common.js";
import { copyButton } from "./copy.js";
import { formulas, highlighter } from "./libraries.js";

const DOMPurify = window.DOMPurify;

/** Longer code stays without colours, which would take longer than a frame. */
const MAX_CHARS = 20_000;

const SPANS = { ALLOWED_TAGS: ["span"], ALLOWED_ATTR: ["class"], RETURN_DOM_FRAGMENT: true };

let hljs = null;
let katex = null;

/** A block of code with its language and a way to copy it, in place of the bare one. */
export function showCode(pre) {
  const { language } = pre.dataset;
  const code = pre.querySelector("code") ?? pre;
  const text = code.textContent;
  pre.tabIndex = 0; // it scrolls, by keyboard too
  pre.setAttribute("role", "region");
  pre.setAttribute("aria-label", language ? t("code.in", { language }) : t("code"));
  const head = element("div", { className: "code-head" },
    element("span", { textContent: language ?? t("code") }), copyButton(() => text));
  const box = element("div", { className: "code" }, head);
  pre.replaceWith(box);
  box.append(pre);
  if (!language || text.length > MAX_CHARS) return;
  const paint = () => {
    if (!hljs.getLanguage(language)) return;
    code.replaceChildren(DOMPurify.sanitize(hljs.highlight(text, { language, ignoreIllegals: true }).value, SPANS));
  };
  if (hljs) paint();
  else highlighter().then((loaded) => { hljs = loaded; paint(); }, () => {}); // it can be read without, too
}

/** A formula in place of its source; one that is wrong stays as it was written. */
export function showFormula(e) {
  const source = e.textContent;
  const displayMode = e.dataset.formula === "block";
  const paint = () => {
    try {
      katex.render(source, e, { displayMode, throwOnError: true });
      if (displayMode) e.tabIndex = 0;
    } catch {
      e.textContent = source;
    }
  };
  if (katex) paint();
  else formulas().then((loaded) => { katex = loaded; paint(); }, () => {});
}

/* How marked finds formulas: $$…$$, \[…\], \(…\), and $…$ where it is no sum of money. */

function formula(name, level, start, patterns) {
  return {
    name,
    level,
    start: (source) => start.exec(source)?.index,
    tokenizer(source) {
      for (const pattern of patterns) {
        const found = pattern.exec(source);
        if (found) return { type: name, raw: found[0], text: found[1].trim() };
      }
      return undefined;
    },
  };
}

export const FORMULAS = [
  formula("block-formula", "block", /\$\$|\\\[/, [/^\$\$([^$]+)\$\$(?:\n|$)/, /^\\\[([\s\S]+?)\\\](?:\n|$)/]),
  formula("formula", "inline", /\$|\\\(/, [
    /^\$\$([^$\n]+)\$\$/,
    /^\\\(([^\n]+?)\\\)/,
    /^\$(?![\s\d])((?:[^$\n\\]|\\.)+?)(?<!\s)\$(?!\d)/,
  ]),
];

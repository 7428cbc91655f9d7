// Answers as Markdown. Whatever an agent says, nothing of it runs, loads or posts anything by itself.
import { Marked } from "/webjars/marked/17.0.1/lib/marked.esm.js";
import { FORMULAS, showCode, showFormula } from "./code.js";
import { element, t } from "./common.js";
import { PICTURE, showPicture } from "./pictures.js";

const DOMPurify = window.DOMPurify;

/** Longer than any answer; text beyond is shown as it is. */
const MAX_CHARS = 200_000;

const marked = new Marked({
  gfm: true,
  breaks: true,
  walkTokens(token) {
    // The page has its own headings above an answer's.
    if (token.type === "heading") token.depth = Math.min(6, token.depth + 3);
  },
  extensions: FORMULAS.map((one) => ({
    ...one,
    renderer: ({ text }) => (one.level === "block"
      ? `<p data-formula="block">${escape(text)}</p>` : `<span data-formula="inline">${escape(text)}</span>`),
  })),
  renderer: {
    code({ text, lang }) {
      const language = /^[\w+#.-]{1,30}/.exec(lang ?? "")?.[0].toLowerCase();
      return `<pre${language ? ` data-language="${escape(language)}"` : ""}><code>${escape(text)}\n</code></pre>`;
    },
    image({ href, text }) {
      const id = PICTURE.exec(href)?.[1];
      const alt = escape(text);
      return id ? `<img alt="${alt}" data-picture="${id}">` : `<a href="${escape(href)}">${alt || escape(href)}</a>`;
    },
    // HTML is shown as the text it is; only line breaks, which tables need, are taken for what they mean.
    html({ text, block }) {
      if (/^<br\s*\/?>$/i.test(text.trim())) return "<br>";
      return block ? `<p>${escape(text)}</p>` : escape(text);
    },
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

function escape(text) {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

const OURS = ["data-picture", "data-language", "data-formula"];

const CLEAN = {
  ALLOWED_TAGS: ["p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "a", "img", "span"],
  // No src: pictures are fetched in the reader's name, and only ours.
  ALLOWED_ATTR: ["href", "title", "alt", "align", "start", ...OURS],
  ADD_URI_SAFE_ATTR: OURS,
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.nodeName === "A" && node.hasAttribute("href")) {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
});

/** What models write of their thoughts before they answer: [thoughts, whether they have ended, the answer]. */
function thoughts(text) {
  const found = /^\s*<think>([\s\S]*?)(<\/think>\s*|$)/.exec(text);
  return found ? [found[1].trim(), found[2] !== "", text.slice(found[0].length)] : ["", true, text];
}

/** An answer's words, without its marks: what is read aloud. */
export function words(text) {
  const e = element("div");
  e.append(DOMPurify.sanitize(marked.parse(thoughts(text)[2]), CLEAN));
  return e.textContent.trim();
}

/** Puts an answer into an element, in place of what it held. */
export function show(into, text) {
  if (text.length > MAX_CHARS) {
    into.replaceChildren(element("pre", { tabIndex: 0, textContent: text }));
    return;
  }
  const [thought, isOver, said] = thoughts(text);
  const answer = drawn(said);
  if (thought) {
    const isOpen = into.querySelector(":scope > .thought")?.open ?? false;
    answer.prepend(element("details", { className: "thought", open: isOpen },
      element("summary", { textContent: t(isOver ? "thought" : "thinking") }), drawn(thought)));
  }
  into.replaceChildren(answer);
}

/** How our agents name what else they can be asked, at the end of an answer. */
const SEE_ALSO = /^(Ver también|See also): ([^\n]+?)\.?$/;

/** Each of these can be asked by a click, of which the page is told. */
function offer(p) {
  const [, word, subjects] = SEE_ALSO.exec(p.textContent);
  const buttons = subjects.split(/, (?![^(]*\))/).map((subject) => {
    const button = element("button", { type: "button", textContent: subject });
    button.addEventListener("click", () =>
      button.dispatchEvent(new CustomEvent("ask", { bubbles: true, detail: subject })));
    return button;
  });
  p.className = "see-also";
  p.replaceChildren(`${word}: `, ...buttons);
}

function drawn(text) {
  const answer = DOMPurify.sanitize(marked.parse(text), CLEAN);
  for (const image of answer.querySelectorAll("img")) showPicture(image);
  for (const block of answer.querySelectorAll("pre")) showCode(block);
  for (const one of answer.querySelectorAll("[data-formula]")) showFormula(one);
  const last = [...answer.children].findLast((p) => p.matches("p") && SEE_ALSO.test(p.textContent));
  if (last) offer(last);
  for (const table of answer.querySelectorAll("table")) {
    const wide = element("div", { className: "wide", tabIndex: 0 });
    wide.setAttribute("role", "region");
    wide.setAttribute("aria-label", t("table"));
    table.replaceWith(wide);
    wide.append(table);
  }
  return answer;
}

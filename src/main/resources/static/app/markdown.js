// Answers as Markdown. Whatever an agent says, nothing of it runs, loads or posts anything by itself.
import { Marked } from "/webjars/marked/17.0.1/lib/marked.esm.js";
import { element, request, t } from "./common.js";

const DOMPurify = window.DOMPurify;

/** Longer than any answer; text beyond is shown as it is. */
const MAX_CHARS = 200_000;

const PICTURE = /^\/pictures\/([0-9a-f-]{36})$/;

const marked = new Marked({
  gfm: true,
  breaks: true,
  walkTokens(token) {
    // The page has its own headings above an answer's.
    if (token.type === "heading") token.depth = Math.min(6, token.depth + 3);
  },
  renderer: {
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

const CLEAN = {
  ALLOWED_TAGS: ["p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul",
    "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "a", "img"],
  // No src: pictures are fetched with the token below, and only ours.
  ALLOWED_ATTR: ["href", "title", "alt", "align", "start", "data-picture"],
  ADD_URI_SAFE_ATTR: ["data-picture"],
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

/** Puts an answer into an element, in place of what it held. */
export function show(into, text) {
  if (text.length > MAX_CHARS) {
    into.replaceChildren(element("pre", { tabIndex: 0, textContent: text }));
    return;
  }
  const answer = DOMPurify.sanitize(marked.parse(text), CLEAN);
  for (const image of answer.querySelectorAll("img")) picture(image);
  for (const block of answer.querySelectorAll("pre")) block.tabIndex = 0; // it scrolls, by keyboard too
  for (const table of answer.querySelectorAll("table")) {
    const wide = element("div", { className: "wide", tabIndex: 0 });
    wide.setAttribute("role", "region");
    wide.setAttribute("aria-label", t("table"));
    table.replaceWith(wide);
    wide.append(table);
  }
  into.replaceChildren(answer);
}

/* Pictures need the token, so they are fetched; an answer that grows shows the same ones again and again. */

const pictures = new Map();

function picture(image) {
  const id = image.dataset.picture;
  if (!PICTURE.test(`/pictures/${id}`)) {
    image.remove();
    return;
  }
  image.alt ||= t("chart");
  if (!pictures.has(id)) {
    const fetched = request(`/pictures/${id}`, { headers: { Accept: "image/*" } })
      .then((response) => response.blob())
      .then((blob) => URL.createObjectURL(blob));
    pictures.set(id, fetched);
    fetched.catch(() => pictures.delete(id));
  }
  pictures.get(id).then(
    (url) => (image.src = url),
    () => image.replaceWith(t("chart.missing", { title: image.alt })));
}

/** Lets the pictures of another conversation go. */
export function forgetPictures() {
  for (const one of pictures.values()) one.then(URL.revokeObjectURL, () => {});
  pictures.clear();
}

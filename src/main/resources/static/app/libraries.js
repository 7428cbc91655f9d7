// Libraries that most answers do without: each is loaded when the first answer needs it.
import { element } from "./common.js";

function script(src) {
  return new Promise((resolve, reject) => {
    const e = element("script", { src });
    e.addEventListener("load", resolve);
    e.addEventListener("error", () => {
      e.remove();
      reject(new Error(`${src} could not be loaded`));
    });
    document.head.append(e);
  });
}

function style(href) {
  document.head.append(element("link", { rel: "stylesheet", href }));
}

/** What `load` resolves to, loaded once; again where the network failed it. */
function once(load) {
  let loading = null;
  return () => {
    loading ??= load().catch((e) => {
      loading = null;
      throw e;
    });
    return loading;
  };
}

/** highlight.js: colours in code. */
export const highlighter = once(async () => {
  await script("/webjars/highlightjs/11.11.1/highlight.min.js");
  return window.hljs;
});

/** DOMPurify, where a page does not have it from its beginning: what an answer may contain. */
export const sanitizer = once(async () => {
  if (!window.DOMPurify) await script("/webjars/dompurify/3.3.3/dist/purify.min.js");
});

/** KaTeX: formulas. */
export const formulas = once(async () => {
  style("/webjars/katex/0.18.11/dist/katex.min.css");
  await script("/webjars/katex/0.18.11/dist/katex.min.js");
  return window.katex;
});

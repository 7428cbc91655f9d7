// Questions to the operator before something is done.
import { element, Problem, t } from "./common.js";
import { copy } from "./copy.js";

function open(dialog) {
  dialog.setAttribute("aria-labelledby", "question");
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve();
  }));
}

/**
 * Asks; done when the reader has closed it.
 *
 * @param fields elements with a name, under their labels: {label, field}
 * @param work is done before the dialog closes; where it fails, the dialog says why and stays
 */
export function ask(question, { fields = [], note, submit, bad = false, work }) {
  const wrong = element("p", { className: "problem", hidden: true });
  wrong.setAttribute("role", "alert");
  const button = element("button", { className: bad ? "bad" : "main", textContent: submit });
  const form = element("form", {},
    element("h2", { id: "question", textContent: question }),
    ...(note ? [element("p", { className: "quiet", textContent: note })] : []),
    ...fields.map(({ label, field }) => element("label", {}, label, field)),
    wrong,
    element("div", { className: "row" },
      element("button", { type: "button", textContent: t("cancel"), onclick: () => dialog.close() }),
      button));
  const dialog = element("dialog", { className: "ask" }, form);
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    button.disabled = true;
    try {
      await work(Object.fromEntries(new FormData(form)));
      dialog.close();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const labels = Object.fromEntries(fields.map(({ label, field }) => [field.name, label]));
      wrong.textContent = [problem.message, ...problem.details(labels)].join(" ");
      wrong.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
  return open(dialog);
}

/** Shows something that is shown this once, to be copied. */
export function handOut(title, note, value) {
  const field = element("input", { readOnly: true, value, id: "handed-out", onfocus: (e) => e.target.select() });
  field.setAttribute("aria-label", title);
  const button = element("button", { type: "button", className: "main", textContent: t("copy") });
  button.addEventListener("click", async () => {
    await copy(value);
    button.textContent = t("copied");
  });
  const dialog = element("dialog", { className: "ask" }, element("form", { method: "dialog" },
    element("h2", { id: "question", textContent: title }),
    element("p", { className: "quiet", textContent: note }),
    field,
    element("div", { className: "row" }, element("button", { textContent: t("close") }), button)));
  return open(dialog);
}

/** A field to choose from. */
export function choice(name, options, chosen) {
  return element("select", { name },
    ...options.map(([value, textContent]) => element("option", { value, textContent, selected: value === chosen })));
}

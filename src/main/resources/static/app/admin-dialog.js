// Questions to the operator before something is done.
import { element, Problem, t } from "./common.js";

/**
 * Asks; resolves to the fields' values by name, or to null.
 *
 * @param fields elements with a name, under their labels: {label, field}
 * @param work is done before the dialog closes; where it fails, the dialog says why and stays
 */
export function ask(question, { fields = [], submit, bad = false, work }) {
  const wrong = element("p", { className: "problem", hidden: true });
  wrong.setAttribute("role", "alert");
  const button = element("button", { className: bad ? "bad" : "main", textContent: submit });
  const form = element("form", {},
    element("p", { id: "question", textContent: question }),
    ...fields.map(({ label, field }) => element("label", {}, label, field)),
    wrong,
    element("div", { className: "row" },
      element("button", { type: "button", textContent: t("cancel"), onclick: () => dialog.close() }),
      button));
  const dialog = element("dialog", { className: "ask" }, form);
  dialog.setAttribute("aria-labelledby", "question");
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
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve();
  }));
}

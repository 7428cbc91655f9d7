// The link by which a new user chooses a password, or one who has forgotten theirs another.
import { call, element, Problem, t, welcomeIn } from "./common.js";

const LINK = /^#welcome=([\w-]+)$/;

/** Has whoever came by such a link choose their password; they are logged in by it. */
export async function chosenPassword() {
  const token = LINK.exec(location.hash)?.[1];
  if (!token) return;
  history.replaceState(null, "", location.pathname); // it is good once, and nothing to be left in an address
  try {
    const { username } = (await call("/welcome/look", { method: "POST", body: { token }, login: false, bare: true })).data;
    await choose(token, username);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    await tell(problem.status === 404 ? t("welcome.gone") : problem.message);
  }
}

function shown(...content) {
  const dialog = element("dialog", { className: "ask" }, ...content);
  dialog.setAttribute("aria-label", t("welcome.choose"));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve();
  }));
}

function tell(text) {
  return shown(element("form", { method: "dialog" },
    element("p", { textContent: text }), element("div", { className: "row" }, element("button", { className: "main", textContent: t("close") }))));
}

function choose(token, username) {
  const name = element("input", { name: "username", value: username, readOnly: true, autocomplete: "username" });
  const password = element("input", { name: "password", type: "password", required: true, autocomplete: "new-password" });
  const wrong = element("p", { className: "problem", hidden: true });
  wrong.setAttribute("role", "alert");
  const form = element("form", { method: "dialog" },
    element("h2", { textContent: t("welcome.choose") }),
    element("label", {}, t("login.username"), name),
    element("label", {}, t("password.next"), password),
    wrong,
    element("div", { className: "row" }, element("button", { className: "main", textContent: t("login.submit") })));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await welcomeIn(token, password.value);
      form.closest("dialog").close();
    } catch (problem) {
      wrong.textContent = [problem.message, ...problem.details()].join(" ");
      wrong.hidden = false;
      password.select();
    }
  });
  return shown(form);
}

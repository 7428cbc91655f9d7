// What belongs to the reader's account: the password, where they are logged in, the keys of their programs, their data.
import { call, language, Problem, request, session, t, tab } from "./common.js";
import { copy } from "./copy.js";
import { set } from "./store.js";
import { Component, Dialog, h } from "./ui.js";

const NAME_MAX = 80;

export class Account extends Component {
  state = { sessions: [], keys: [], key: null, said: null, problem: null };

  componentDidMount() {
    this.#do(() => this.#read());
  }

  async #read() {
    const [sessions, keys] = await Promise.all([call("/sessions"), call("/keys")]);
    this.setState({ sessions: sessions.data.sessions, keys: keys.data.keys });
  }

  /** Shows what goes wrong in the dialog: the page behind it is covered. */
  async #do(work, said = null) {
    try {
      await work();
      this.setState({ problem: null, said });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.setState({ problem, said: null });
    }
  }

  #changePassword(event) {
    event.preventDefault();
    const { current_password: now, new_password: next } = event.target.elements;
    this.#do(async () => {
      const { data } = await call("/password", {
        method: "POST", body: { current_password: now.value, new_password: next.value },
      });
      tab.set("session", { ...session(), id: data.session.id });
      event.target.reset();
      await this.#read();
    }, t("password.changed"));
  }

  #makeKey(event) {
    event.preventDefault();
    const { name } = event.target.elements;
    this.#do(async () => {
      const { data } = await call("/keys", { method: "POST", body: { name: name.value.trim() } });
      event.target.reset();
      this.setState({ key: data.key.key });
      await this.#read();
    });
  }

  #remove(path) {
    this.#do(async () => {
      await request(path, { method: "DELETE" });
      await this.#read();
    });
  }

  #password() {
    const field = (name, label, autocomplete) => h("label", {}, t(label),
      h("input", { name, type: "password", required: true, autocomplete }));
    return h("form", { onSubmit: (e) => this.#changePassword(e) },
      h("h3", {}, t("password")),
      field("current_password", "password.now", "current-password"),
      field("new_password", "password.next", "new-password"),
      h("div", { class: "row" }, h("button", { type: "submit" }, t("password.change"))));
  }

  #sessions() {
    return h("section", {},
      h("h3", {}, t("sessions.mine")),
      h("ul", { class: "rows" }, this.state.sessions.map((one) => h("li", { key: one.id },
        h("span", { class: "what" }, one.current ? h("strong", {}, t("sessions.this")) : one.channel ?? "web",
          h("small", { class: "quiet" }, one.device)),
        one.current ? null
          : h("button", { type: "button", onClick: () => this.#remove(`/sessions/${one.id}`) }, t("sessions.end"))))));
  }

  #keys() {
    const { keys, key } = this.state;
    return h("section", {},
      h("h3", {}, t("keys.mine")),
      h("p", { class: "quiet" }, t("keys.what")),
      key ? h("div", { class: "row link" },
        h("input", { id: "new-key", readOnly: true, value: key, "aria-label": t("keys.new.made"), onFocus: (e) => e.target.select() }),
        h("button", { type: "button", onClick: () => copy(key) }, t("copy")), h("p", { class: "quiet" }, t("keys.once"))) : null,
      h("ul", { class: "rows" }, keys.map((one) => h("li", { key: one.id },
        h("span", { class: "what" }, one.name,
          h("small", { class: "quiet" }, new Date(one.created_at).toLocaleDateString(language(), { dateStyle: "medium" }))),
        h("button", { type: "button", class: "bad", onClick: () => this.#remove(`/keys/${one.id}`) }, t("keys.revoke"))))),
      h("form", { class: "row", onSubmit: (e) => this.#makeKey(e) },
        h("input", { name: "name", required: true, maxLength: NAME_MAX, "aria-label": t("keys.name"), placeholder: t("keys.name") }),
        h("button", { type: "submit" }, t("keys.make"))));
  }

  render(_, { problem, said }) {
    return h(Dialog, { id: "account-dialog", title: t("account.of", { name: session().username }), onClose: () => set({ dialog: null }) },
      h("div", { role: "status" }, said ? h("p", {}, said) : null),
      problem ? h("p", { class: "problem", role: "alert" }, [problem.message, ...problem.details()].join(" ")) : null,
      this.#password(), this.#sessions(), this.#keys(),
      h("section", {},
        h("h3", {}, t("data")),
        h("p", { class: "quiet" }, t("data.what")),
        h("a", { class: "button", href: "/account/export", download: "" }, t("data.export"))));
  }
}

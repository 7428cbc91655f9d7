// The dialogs of the page: what is to be set, and the keys.
import { chooseLanguage, chooseLook, language, languages, look, t } from "./common.js";
import { guarded } from "./page.js";
import { notifies, notNotified, setNotifies } from "./notify.js";
import { set, state } from "./store.js";
import { Component, Dialog, Fragment, h } from "./ui.js";
import { Account } from "./view-account.js";
import { Sharing } from "./view-share.js";

const close = () => set({ dialog: null });

function Choice({ name, title, values, chosen, choose }) {
  return h("fieldset", {},
    h("legend", {}, title),
    h("div", { class: "choices" }, values.map(([value, label]) => h("label", { key: value },
      h("input", { type: "radio", name, value, checked: value === chosen, onChange: () => choose(value) }),
      h("span", {}, label)))));
}

class Settings extends Component {
  #look(name, value) {
    chooseLook(name, value);
    this.forceUpdate();
  }

  render() {
    const hindrance = notNotified();
    return h(Dialog, { id: "settings-dialog", title: t("settings"), onClose: close },
      h("label", { class: "field" }, h("span", {}, t("language")),
        h("select", { id: "language", value: language(), onChange: (e) => chooseLanguage(e.target.value) },
          languages().map(({ code, name }) => h("option", { value: code, lang: code, selected: code === language() }, name)))),
      h(Choice, {
        name: "theme", title: t("theme"), chosen: look("theme"), choose: (value) => this.#look("theme", value),
        values: [["", t("theme.system")], ["light", t("theme.light")], ["dark", t("theme.dark")]],
      }),
      h(Choice, {
        name: "size", title: t("size"), chosen: look("size"), choose: (value) => this.#look("size", value),
        values: [["small", t("size.small")], ["", t("size.usual")], ["large", t("size.large")], ["larger", t("size.larger")]],
      }),
      h("label", { class: "field switch" },
        h("span", {}, t("notify"), h("small", { class: "quiet" }, hindrance ? t(`notify.${hindrance}`) : t("notify.what"))),
        h("input", {
          id: "notify", type: "checkbox", role: "switch", checked: notifies(), disabled: Boolean(hindrance),
          onChange: (e) => guarded(async () => {
            await setNotifies(e.target.checked);
            this.forceUpdate();
          }),
        })));
  }
}

const KEYS = [
  ["Enter", "keys.send"],
  ["Shift Enter", "keys.line"],
  ["/", "keys.commands"],
  ["↑", "keys.edit"],
  ["Esc", "keys.stop"],
  ["Shift Esc", "keys.write"],
  ["Ctrl K", "keys.search"],
  ["Ctrl Shift O", "keys.new"],
  ["?", "keys.these"],
];

function Keys() {
  return h(Dialog, { id: "keys-dialog", title: t("keys"), onClose: close },
    h("dl", { class: "keys" }, KEYS.map(([keys, what]) => h(Fragment, {},
      h("dt", {}, keys.split(" ").map((key) => h("kbd", {}, key))), h("dd", {}, t(what))))));
}

export function Dialogs() {
  if (state.dialog === "settings") return h(Settings);
  if (state.dialog === "share") return h(Sharing);
  if (state.dialog === "account") return h(Account);
  return state.dialog === "keys" ? h(Keys) : null;
}

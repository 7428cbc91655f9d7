// How the pages look and speak: chosen by the reader, the same for all pages of this browser.
import { chooseLanguage, chooseLook, language, languages, look, t } from "./common.js";
import { Component, Fragment, h } from "./ui.js";

function Choice({ name, title, values, chosen, choose }) {
  return h("fieldset", {},
    h("legend", {}, title),
    h("div", { class: "choices" }, values.map(([value, label]) => h("label", { key: value },
      h("input", { type: "radio", name, value, checked: value === chosen, onChange: () => choose(value) }),
      h("span", {}, label)))));
}

/** Language, colours, size of the text. */
export class Looks extends Component {
  #look(name, value) {
    chooseLook(name, value);
    this.forceUpdate();
  }

  render() {
    return h(Fragment, {},
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
      }));
  }
}

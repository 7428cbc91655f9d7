// The dialogs of the page: what is to be set, and the keys.
import { t } from "./common.js";
import { guarded } from "./page.js";
import { notifies, notNotified, setNotifies } from "./notify.js";
import { set, state } from "./store.js";
import { Component, Dialog, Fragment, h } from "./ui.js";
import { Account } from "./view-account.js";
import { Looks } from "./view-looks.js";
import { Sharing } from "./view-share.js";

const close = () => set({ dialog: null });

class Settings extends Component {
  render() {
    const hindrance = notNotified();
    return h(Dialog, { id: "settings-dialog", title: t("settings"), onClose: close },
      h(Looks),
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

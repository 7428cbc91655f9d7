// Links that a conversation's owner makes and takes back.
import { call, language, request, t } from "./common.js";
import { copy } from "./copy.js";
import { guarded } from "./page.js";
import { set, state } from "./store.js";
import { Component, Dialog, Fragment, h } from "./ui.js";

/** The links to the conversation of `state.sharing`. */
export class Sharing extends Component {
  state = { shares: null, link: null, copied: false };

  get #path() {
    return `/conversations/${state.sharing.id}/shares`;
  }

  componentDidMount() {
    this.#read();
  }

  #read() {
    return guarded(async () => this.setState({ shares: (await call(this.#path)).data.shares }));
  }

  #make() {
    return guarded(async () => {
      const { share } = (await call(this.#path, { method: "POST", body: {} })).data;
      this.setState({ link: `${location.origin}/app/s/${share.token}`, copied: false });
      await this.#read();
    });
  }

  #takeBack(share) {
    return guarded(async () => {
      await request(`${this.#path}/${share.id}`, { method: "DELETE" });
      this.setState({ link: null });
      await this.#read();
    });
  }

  render(_, { shares, link, copied }) {
    const when = (share) => new Date(share.created_at).toLocaleString(language(), { dateStyle: "medium", timeStyle: "short" });
    return h(Dialog, { id: "share-dialog", title: t("share"), onClose: () => set({ dialog: null }) },
      h("p", {}, t("share.what")),
      link ? h("div", { class: "row link" },
        h("input", { id: "link", readOnly: true, value: link, "aria-label": t("share.link"), onFocus: (e) => e.target.select() }),
        h("button", { type: "button", class: "main", onClick: async () => {
          await copy(link);
          this.setState({ copied: true });
        } }, t(copied ? "copied" : "copy")),
        h("p", { class: "quiet" }, t("share.once")))
        : h("button", { id: "share-make", type: "button", class: "main", onClick: () => this.#make() }, t("share.make")),
      shares?.length ? h(Fragment, {},
        h("h3", {}, t("share.made")),
        h("ul", { class: "rows" }, shares.map((share) => h("li", { key: share.id },
          h("span", {}, when(share)),
          h("button", { type: "button", class: "bad", onClick: () => this.#takeBack(share) }, t("share.back")))))) : null);
  }
}

/** What is behind a link: {title, turns}, all its pages. */
export async function readShared(token) {
  const turns = [];
  let title;
  for (let after = "0"; after !== null;) {
    const { data } = await call(`/shared/${token}?limit=100&after=${encodeURIComponent(after)}`);
    ({ title } = data);
    turns.push(...data.turns);
    after = data.next;
  }
  return { title, turns };
}

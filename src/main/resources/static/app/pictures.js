// Pictures of answers: only the service's own, which are fetched in the reader's name, and open larger.
import { element, request, t } from "./common.js";

export const PICTURE = /^\/pictures\/([0-9a-f-]{36})$/;

/** An answer that grows shows the same ones again and again. */
const pictures = new Map();

/** A picture that is here already, and that nobody can fetch. */
export function keepPicture(id, blob) {
  if (!pictures.has(id)) pictures.set(id, Promise.resolve(URL.createObjectURL(blob)));
}

/** Has an image of an answer, which names its picture, show it. */
export function showPicture(image) {
  const id = image.dataset.picture;
  if (!PICTURE.test(`/pictures/${id}`)) {
    image.remove();
    return;
  }
  image.alt ||= t("chart");
  if (!pictures.has(id)) {
    // Behind a link are its pictures, too, for readers whose they are not.
    const shared = /^\/app\/s\/([\w-]+)$/.exec(location.pathname)?.[1];
    const fetched = request(shared ? `/shared/${shared}/pictures/${id}` : `/pictures/${id}`, { headers: { Accept: "image/*" } })
      .then((response) => response.blob())
      .then((blob) => URL.createObjectURL(blob));
    pictures.set(id, fetched);
    fetched.catch(() => pictures.delete(id));
  }
  const button = element("button", { type: "button", className: "picture", title: t("picture.open") });
  button.addEventListener("click", () => image.src && enlarge(image));
  image.replaceWith(button);
  button.append(image);
  pictures.get(id).then(
    (url) => (image.src = url),
    () => button.replaceWith(t("chart.missing", { title: image.alt })));
}

function enlarge({ src, alt }) {
  const close = element("button", { type: "button", className: "main", textContent: t("close") });
  const save = element("a", { href: src, download: `${alt}.png`, className: "button", textContent: t("picture.save") });
  const dialog = element("dialog", { className: "enlarged" },
    element("img", { src, alt }), element("div", { className: "row" }, save, close));
  dialog.setAttribute("aria-label", alt);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (e) => e.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Lets the pictures of another conversation go. */
export function forgetPictures() {
  for (const one of pictures.values()) one.then(URL.revokeObjectURL, () => {});
  pictures.clear();
}

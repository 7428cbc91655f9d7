// Copying.
import { element, t } from "./common.js";

const COPIED_MS = 2000;

export async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Over plain HTTP from another machine browsers have only the old way.
  const area = element("textarea", { value: text, className: "spoken" });
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** A button that copies what `text` gives, and says so. */
export function copyButton(text) {
  const button = element("button", { type: "button", className: "plain copy-code", textContent: t("copy") });
  button.addEventListener("click", async () => {
    await copy(text());
    button.textContent = t("copied");
    setTimeout(() => (button.textContent = t("copy")), COPIED_MS);
  });
  return button;
}

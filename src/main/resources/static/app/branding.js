// The operator's own dress of the page: name, logo, colour, greeting, and links to what the law wants.
import { call } from "./common.js";
import { wish } from "./embed.js";
import { set, state } from "./store.js";

/** The luminance of a colour on which white text has a contrast of 4.5:1. */
const DARK = 0.18;

function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** In light colours as dark as text on white must be, in dark ones as light as text on black. */
function dress(colour) {
  const { style } = document.documentElement;
  const dark = luminance(colour) > DARK ? `color-mix(in srgb, ${colour}, black ${Math.ceil(100 * (1 - DARK / luminance(colour)))}%)` : colour;
  style.setProperty("--accent", `light-dark(${dark}, color-mix(in srgb, ${colour}, white 60%))`);
  style.setProperty("--on-accent", "light-dark(#ffffff, #101010)");
  style.setProperty("--tint", `light-dark(color-mix(in srgb, ${colour}, white 90%), color-mix(in srgb, ${colour}, #17191e 78%))`);
}

/** Asks for it, and puts it on. */
export async function learnBranding() {
  const branding = await call("/branding", { login: false, bare: true });
  const colour = /^#[0-9a-f]{6}$/i.test(wish("colour") ?? "") ? wish("colour") : branding.colour;
  if (colour) dress(colour);
  set({ branding: { ...branding, name: branding.name || state.branding.name } });
}

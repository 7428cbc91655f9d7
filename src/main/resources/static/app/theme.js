// Before the page is drawn, so that nobody sees other colours, another size or parts that are not there flash.
const wishes = new URLSearchParams(location.search);
const embedded = location.pathname === "/app/embed"; // in a frame of another site's page: see embed.js
if (embedded) document.documentElement.dataset.embedded = "";
for (const name of ["theme", "size"]) {
  let chosen = null;
  try {
    chosen = embedded ? sessionStorage.getItem(`embed.${name}`) : localStorage.getItem(name); // as storage.js keeps it
  } catch {
    // a frame in which the browser keeps nothing
  }
  if (embedded && name === "theme" && !chosen && ["light", "dark"].includes(wishes.get(name))) chosen = wishes.get(name);
  if (chosen) document.documentElement.dataset[name] = chosen;
}

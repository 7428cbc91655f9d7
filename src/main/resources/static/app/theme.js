// Before the page is drawn, so that nobody sees other colours or another size flash.
for (const name of ["theme", "size"]) {
  const chosen = localStorage.getItem(name);
  if (chosen) {
    document.documentElement.dataset[name] = chosen;
  }
}

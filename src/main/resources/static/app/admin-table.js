// A table that is filled again and again without losing the reader's place in it.
import { element, t } from "./common.js";

/**
 * Shows the rows in a table, made at the first time. A row keeps its element while its key stays, so that the focus does
 * not jump when new figures come.
 *
 * @param columns {title, cell(row): text or node, kind?: class of its cells, still?: made once and never again}
 * @param empty what is said where there are no rows
 */
export function showTable(place, label, columns, rows, key, empty) {
  if (!rows.length) {
    place.replaceChildren(element("p", { className: "empty", textContent: empty }));
    return;
  }
  const language = document.documentElement.lang;
  if (place.dataset.language !== language || !place.querySelector("table")) {
    place.dataset.language = language;
    place.replaceChildren(frame(label, columns));
  }
  const body = place.querySelector("tbody");
  const known = new Map([...body.rows].map((row) => [row.dataset.key, row]));
  rows.forEach((row, at) => {
    const id = key(row);
    const line = known.get(id) ?? newLine(id, columns);
    known.delete(id);
    columns.forEach((column, i) => fill(line.cells[i], column, row));
    if (body.rows[at] !== line) body.insertBefore(line, body.rows[at] ?? null);
  });
  known.forEach((line) => line.remove());
}

function frame(label, columns) {
  const head = element("tr", {}, ...columns.map(({ title }) => element("th", { scope: "col", textContent: t(title) })));
  const scroll = element("div", { className: "scroll", tabIndex: 0 },
    element("table", {}, element("thead", {}, head), element("tbody")));
  // It may be wider than a phone: reachable by keyboard, it can be scrolled by keyboard.
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", label);
  return scroll;
}

function newLine(id, columns) {
  const line = element("tr", {}, ...columns.map(({ kind }) => element("td", { className: kind ?? "" })));
  line.dataset.key = id;
  return line;
}

function fill(cell, { cell: content, still }, row) {
  if (still && cell.childNodes.length && cell.dataset.still === still(row)) return;
  if (still) cell.dataset.still = still(row);
  const now = content(row);
  if (typeof now !== "string") cell.replaceChildren(...[now].flat());
  else if (cell.textContent !== now) cell.textContent = now;
}

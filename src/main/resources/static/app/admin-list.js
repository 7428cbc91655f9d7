// Lists that filter and page: one page at a time is asked for, never everything.
import { t } from "./common.js";
import { useAnswer } from "./admin-watch.js";
import { Nothing, number } from "./admin-parts.js";
import { h, Sign, useState } from "./ui.js";

const PAGE = 25;
const TYPING_MS = 250;

/**
 * A table whose rows keep their elements while their keys stay, so that the focus does not jump when new figures come. On a
 * phone each row is a card, and the roles say that it still is a table.
 *
 * @param columns {title, cell(row), kind?: class of its cells}
 * @param isWell whether it is a good thing that there are no rows
 */
export function Table({ id, label, columns, rows, keyOf, empty, isWell = false }) {
  if (!rows.length) return h("div", { id }, h(Nothing, { text: empty, isWell }));
  return h("div", { id, class: "scroll", tabIndex: 0, role: "region", "aria-label": `${t("table")}: ${label}` },
    h("table", { role: "table" },
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map(({ title, kind }) =>
        h("th", { scope: "col", role: "columnheader", class: kind ?? "" }, title ? t(title) : h("span", { class: "spoken" }, t("actions")))))),
      h("tbody", { role: "rowgroup" }, rows.map((row) => h("tr", { key: keyOf(row), "data-key": keyOf(row), role: "row" },
        columns.map(({ title, cell, kind }) =>
          h("td", { role: "cell", class: kind ?? "", "data-title": title ? t(title) : undefined }, cell(row))))))));
}

/**
 * A list of the service.
 *
 * @param path of the list; filters and page come behind it
 * @param name of the rows in the answer
 * @param filters {name, label, options: [[value, label]]} beside the words
 * @param search label of the field for words; without it none is shown
 * @param cursor the parameter that the answer's `next` is for
 * @param unwrap what of the answer has the rows
 * @param every milliseconds after which the page is read again; 0 for never
 * @param fixed parameters that always go along
 * @param head what stands above the rows, by the answer
 * @param beside what stands beside the filters, with how to ask again
 */
export function Listing({
  id, path, name, label, columns, keyOf, empty, filters = [], search, cursor = "after", unwrap = (answer) => answer, every, fixed = {}, head, beside, isWell,
}) {
  const [words, write] = useState("");
  const [wanted, want] = useState({});
  const [cursors, turn] = useState([""]);
  const query = new URLSearchParams({ ...fixed, limit: PAGE });
  for (const [parameter, value] of Object.entries({ ...wanted, [cursor]: cursors.at(-1) })) if (value) query.set(parameter, value);
  const [answer, again] = useAnswer(`${path}?${query}`, every);
  const page = answer && unwrap(answer);
  const filter = (parameter, value) => {
    turn([""]);
    want((before) => ({ ...before, [parameter]: value }));
  };
  const [typing, wait] = useState(null);
  const type = (value) => {
    write(value);
    clearTimeout(typing);
    wait(setTimeout(() => filter("q", value.trim()), TYPING_MS));
  };
  const isFiltered = Object.values(wanted).some(Boolean);
  const rows = page?.[name] ?? [];
  const first = (cursors.length - 1) * PAGE + 1;
  /** Until the page that was turned to is there, its own cursor stands on the one before: it is turned once. */
  const ahead = () => turn((all) => (all.at(-1) === String(page.next) ? all : [...all, String(page.next)]));
  const where = page?.count === undefined ? t("page.at", { page: number(cursors.length) })
    : t("page.of", { first: number(rows.length ? first : 0), last: number(first + rows.length - 1), count: number(page.count) });
  return h("div", { class: "listing" },
    search || filters.length ? h("div", { class: "filters", role: "search" },
      search ? h("label", { class: "find" }, h(Sign, { name: "search" }), h("input", {
        type: "search", id: `${id}-words`, "aria-label": search, placeholder: search, value: words, maxLength: 200, autocomplete: "off",
        onInput: (e) => type(e.target.value),
      })) : null,
      filters.map((one) => h("select", {
        id: `${id}-${one.name}`, "aria-label": one.label, onChange: (e) => filter(one.name, e.target.value),
      }, one.options.map(([value, text]) => h("option", { value, selected: value === (wanted[one.name] ?? "") }, text)))),
      beside?.(again) ?? null) : null,
    head?.(answer) ?? null,
    page ? h(Table, { id, label, columns: columns(again), rows, keyOf, empty: isFiltered ? t("list.none") : empty, isWell: isWell && !isFiltered }) : null,
    page && (cursors.length > 1 || page.next) ? h("nav", { class: "pages", "aria-label": t("pages", { list: label }) },
      h("button", { type: "button", disabled: cursors.length < 2, onClick: () => turn((all) => all.slice(0, -1)) }, t("page.before")),
      h("span", { class: "quiet", role: "status" }, where),
      h("button", { type: "button", disabled: !page.next, onClick: ahead }, t("page.after")))
      : page?.count && rows.length ? h("p", { class: "quiet pages" }, t("list.count", { count: number(page.count) })) : null);
}

// The operator's page: which views there are, who may see them, and where in them the reader is.
import { addTexts, applyTexts, joinLogin, logIn, onLanguage, session, settleTab, tab } from "./common.js";
import { Agents } from "./admin-agents.js";
import { Now } from "./admin-now.js";
import { Keys, People, Sessions } from "./admin-people.js";
import { Queue } from "./admin-queue.js";
import { Shell } from "./admin-shell.js";
import { Talks } from "./admin-talks.js";
import { TEXTS } from "./admin-texts.js";
import { Todo } from "./admin-todo.js";
import { Usage } from "./admin-usage.js";
import { look, watch } from "./admin-watch.js";
import { learnBranding } from "./branding.js";
import { onChange, set, state } from "./store.js";
import { h, render } from "./ui.js";

/**
 * The views in the order of the side: name in the address, sign, what it shows. A further one, such as the nodes of a cluster, is a
 * line here and texts under "view." and its name.
 */
const VIEWS = [
  { name: "now", sign: "now", view: Now },
  { name: "todo", sign: "due", view: Todo },
  { name: "talks", sign: "talk", view: Talks },
  { name: "sessions", sign: "screen", view: Sessions },
  { name: "users", sign: "people", view: People },
  { name: "keys", sign: "key", view: Keys },
  { name: "agents", sign: "agent", view: Agents },
  { name: "queue", sign: "queue", view: Queue },
  { name: "usage", sign: "chart", view: Usage },
];

/** None of them where the address was cut or mistyped. */
function decoded(parts) {
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return [];
  }
}

/** Behind the # of the address: the view's name, and what of it is open. */
function place() {
  const [name, ...rest] = decoded(location.hash.slice(1).split("/"));
  return { view: VIEWS.find((one) => one.name === name) ?? VIEWS[0], rest };
}

/** Takes the operator's token that the link of `session-manager admin` has behind its #, out of everybody's sight. */
function takeOperatorsToken() {
  const token = location.hash.slice(1);
  if (!token.startsWith("operator-")) return false;
  history.replaceState(null, "", location.pathname);
  tab.set("session", { token, role: "ADMIN", operator: true });
  return true;
}

function moved() {
  if (takeOperatorsToken()) {
    location.reload();
    return;
  }
  set({ place: place(), sideShown: false, notice: null });
  document.getElementById("view")?.scrollTo(0, 0);
}

/** Somebody else than before, or the first: asked again while whoever comes is no administrator. */
export async function otherLogin() {
  if (await logIn("login.admin")) await look();
}

async function start() {
  addTexts(TEXTS);
  applyTexts();
  await settleTab();
  takeOperatorsToken();
  addEventListener("hashchange", moved);
  onLanguage(() => set({}));
  document.addEventListener("visibilitychange", () => document.hidden || look());
  set({ place: place(), connection: "connecting" });
  onChange(() => render(h(Shell, { views: VIEWS, place: state.place, otherLogin }), document.getElementById("app")));
  set({});
  learnBranding().catch(() => {}); // the page has a dress of its own
  if (!session() && !(await joinLogin())) await logIn("login.admin");
  set({ ready: true });
  watch();
}

start();

// The service as the pages use it: this tab's session, calls to the API, logging in.
import { isEmbedded } from "./embed.js";
import { element, language, t } from "./language.js";
import { ofBrowser, ofTab } from "./storage.js";

/* This tab: its storage goes with it, and so do its name and its session. */

export function randomId(bytes = 12) {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (b) => b.toString(16).padStart(2, "0")).join("");
}

/** What this tab keeps over a reload. */
export const tab = {
  get: (name) => JSON.parse(ofTab.getItem(name) ?? "null"),
  set(name, value) {
    if (value === null || value === undefined) ofTab.removeItem(name);
    else ofTab.setItem(name, JSON.stringify(value));
  },
};

const COPY_WAIT_MS = 200;

/**
 * Settles this tab's name. Browsers copy a tab's storage when they duplicate it; the copy gets a name of its own and no
 * session, because each tab has its own.
 */
export async function settleTab() {
  const tabs = new BroadcastChannel("tabs");
  const page = randomId();
  let copied = false;
  let name = tab.get("tab");
  tabs.addEventListener("message", ({ data }) => {
    if (data.page === page || data.tab !== name) return;
    if (data.answer) copied = true;
    else tabs.postMessage({ tab: name, page, answer: true });
  });
  if (name) {
    tabs.postMessage({ tab: name, page });
    await new Promise((resolve) => setTimeout(resolve, COPY_WAIT_MS));
  }
  if (copied || !name) {
    name = randomId();
    tab.set("tab", name);
  }
  if (!copied) return;
  tab.set("pending", null);
  if (isLoggedIn()) tab.set("session", null);
}

/**
 * {id, username, role} of who has logged in, whose secret is a cookie that no script can read; {token, role, operator} of
 * who came by the operator's link; {anonymous: true}; or null before any of these is known.
 */
export function session() {
  return tab.get("session");
}

export function isLoggedIn() {
  return Boolean(session()?.id ?? session()?.token);
}

/**
 * By what the service knows who goes on without an account: a random UUID, kept by this browser until they log out; on
 * another site's page by the frame, as long as the tab is open.
 */
function guest() {
  if (!ofBrowser.getItem("guest")) {
    const uuid = randomId(16).replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
    ofBrowser.setItem("guest", uuid);
  }
  return ofBrowser.getItem("guest");
}

/* Calls to the API. */

/** Why a call was refused: the service's own words and what it says beside them. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.message);
    this.status = status;
    this.code = body.code;
    this.retryAfter = body.retry_after ?? null;
    this.errors = body.errors ?? {};
    this.traceId = body.trace_id ?? null;
  }

  /** What is wrong with each field, under the name that the reader knows it by. */
  details(labels = {}) {
    const named = (field) => labels[field] ?? (t(`field.${field}`) === `field.${field}` ? field : t(`field.${field}`));
    return Object.entries(this.errors).map(([field, why]) => `${named(field)}: ${why}.`);
  }

  /** The session is over, or there never was one: logging in helps. */
  get wantsLogin() {
    return ["bad_token", "session_ended", "authentication_required"].includes(this.code);
  }
}

async function problemOf(response) {
  try {
    const body = await response.json();
    if (body.code) return new Problem(response.status, body);
  } catch {
    // not ours, or cut off: said below
  }
  return new Problem(response.status, {
    code: "unreadable",
    message: t("problem.unreadable", { status: response.status }),
    retry_after: Number(response.headers.get("Retry-After")) || null,
  });
}

/**
 * Calls the service in the name of this tab's session; the response when it is a good one, else a Problem ("network" when
 * there is none). Where the session is over it has the reader log in and calls again, unless told `login: false` or they
 * do not; `bare` calls in nobody's name.
 */
export async function request(path, { method = "GET", body, headers = {}, signal, login = true, bare = false } = {}) {
  for (;;) {
    const { id, token, anonymous } = (bare ? null : session()) ?? {};
    let response;
    try {
      response = await fetch(path, {
        method,
        signal,
        cache: method === "GET" ? "default" : "no-store",
        // The cookie is of the whole browser: a tab that has not logged in goes without, and so does another site's page, which is a
        // guest's and nobody else's.
        credentials: (id || bare) && !isEmbedded ? "same-origin" : "omit",
        headers: {
          "Accept": "application/json",
          "Accept-Language": language(),
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
          ...(id ? { "X-Session-Id": id } : {}),
          ...(anonymous ? { "X-Guest-Id": guest() } : {}),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      reached(true);
    } catch (e) {
      if (e.name === "AbortError") throw e;
      reached(false);
      throw new Problem(0, { code: "network", message: t("problem.network") });
    }
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (!login || !problem.wantsLogin || !(await logIn("login.ended"))) throw problem;
  }
}

/** Told after every call whether the service was reached. */
export const reachability = new EventTarget();

function reached(yes) {
  reachability.dispatchEvent(new CustomEvent("call", { detail: yes }));
}

/** The same, read as JSON. */
export async function call(path, options) {
  return (await request(path, options)).json();
}

/* Logging in. */

let asking = null;

/**
 * Asks for name and password until they are right; one dialog however many ask for it. Readers may close it where the
 * page works without an account; it asks again when that is wanted again.
 *
 * @param reason key of the text that says why
 * @returns whether they have logged in
 */
export function logIn(reason = null) {
  if (isEmbedded) return Promise.resolve(false); // another site's page is no place for a password
  asking ??= askLogin(reason).finally(() => (asking = null));
  return asking;
}

/** Told in localStorage that a cookie may be there, which scripts cannot see. */
const LOGGED_IN = "logged-in";

/** Gives a new tab of a browser that is logged in a session of its own; whether it is. */
export async function joinLogin() {
  if (isEmbedded) return false;
  if (session() || !ofBrowser.getItem(LOGGED_IN)) return isLoggedIn();
  try {
    const headers = { "X-Session-Id": "new" };
    keep((await call("/sessions", { method: "POST", body: { device: device() }, headers, login: false, bare: true })).data);
  } catch (problem) {
    if (!(problem instanceof Problem && problem.wantsLogin)) throw problem;
    ofBrowser.removeItem(LOGGED_IN);
  }
  return isLoggedIn();
}

/** Ends this browser's login with the sessions of all its tabs, and of one who has no account the claim to what they said; forgets what the tab has kept. */
export async function logOut() {
  if (isLoggedIn()) {
    await request("/logout", { method: "POST", login: false }).catch(() => {});
  }
  if (session()?.anonymous) ofBrowser.removeItem("guest");
  ofBrowser.removeItem(LOGGED_IN);
  ofTab.clear();
  if ("account" in document.body.dataset) location.reload();
  else location.assign("/app/");
}

async function askLogin(reason) {
  const before = session(); // it stays until there is another: a reload asks again, and makes nobody a guest
  const needsAccount = "account" in document.body.dataset;
  const dialog = loginDialog(reason, needsAccount);
  document.body.append(dialog);
  if (needsAccount) dialog.addEventListener("cancel", (e) => e.preventDefault()); // nothing works without
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve));
  dialog.remove();
  if (dialog.returnValue !== "in") return false;
  if (before?.username && session().username !== before.username) {
    // Somebody else: what the page shows is not theirs.
    for (const name of ["conversation", "pending"]) tab.set(name, null);
    location.reload();
    await new Promise(() => {});
  }
  return true;
}

function loginDialog(reason, needsAccount) {
  const name = element("input", { name: "username", autocomplete: "username", required: true, maxLength: 1024 });
  const password = element("input", { name: "password", type: "password", autocomplete: "current-password", required: true });
  const wrong = element("p", { className: "problem", hidden: true });
  wrong.setAttribute("role", "alert");
  const submit = element("button", { className: "main", type: "submit", textContent: t("login.submit") });
  const cancel = element("button", { type: "button", textContent: t("cancel"), onclick: () => dialog.close() });
  const form = element("form", { method: "dialog" },
    element("h2", { id: "login-title", textContent: t("login.title") }),
    ...(reason ? [element("p", { textContent: t(reason) })] : []),
    element("label", {}, t("login.username"), name),
    element("label", {}, t("login.password"), password),
    wrong,
    element("div", { className: "row" }, ...(needsAccount ? [] : [cancel]), submit),
    ...(needsAccount ? [element("p", { className: "quiet", textContent: t("login.operator") })] : []));
  const dialog = element("dialog", { id: "login" }, form);
  dialog.setAttribute("aria-labelledby", "login-title");
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    submit.disabled = true;
    try {
      await enter(name.value, password.value);
      dialog.close("in");
    } catch (problem) {
      wrong.textContent = problem.message;
      wrong.hidden = false;
      password.select();
    } finally {
      submit.disabled = false;
    }
  });
  return dialog;
}

/** The tab's name in it keeps this tab's session apart from those of others. */
function device() {
  return `web ${tab.get("tab")} ${navigator.userAgent}`.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
}

async function enter(username, password) {
  const body = { username, password, device: device(), cookie: true };
  keep((await call("/login", { method: "POST", body, login: false, bare: true })).data);
  ofBrowser.setItem(LOGGED_IN, "yes");
}

/** Takes the password that was chosen by a link, and is logged in. */
export async function welcomeIn(token, password) {
  const body = { token, password, device: device(), cookie: true };
  keep((await call("/welcome", { method: "POST", body, login: false, bare: true })).data);
  ofBrowser.setItem(LOGGED_IN, "yes");
}

function keep({ session: { id }, user: { username, role } }) {
  tab.set("session", { id, username, role });
}

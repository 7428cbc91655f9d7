// Answers that come while the reader is elsewhere: a sign in the tab's title, and where they wish a notification.
import { language } from "./common.js";
import { tellAround } from "./embed.js";
import { ofBrowser } from "./storage.js";

const WORDS_MAX = 140;

let title = "";
let hasNews = false;

/** The title of the page; it keeps the sign of an answer that nobody has seen yet. */
export function setTitle(text) {
  title = text;
  document.title = hasNews ? `● ${title}` : title;
}

function setNews(has) {
  hasNews = has;
  setTitle(title);
}

/** Why the reader cannot be notified: "unsupported" or "denied" by the browser; null where nothing stands in the way. */
export function notNotified() {
  if (!("Notification" in window)) return "unsupported";
  return Notification.permission === "denied" ? "denied" : null;
}

/** Whether the reader wishes notifications, and the browser lets the page show them. */
export function notifies() {
  return !notNotified() && Notification.permission === "granted" && ofBrowser.getItem("notify") === "yes";
}

/** Turns them on or off; the browser asks the reader the first time. */
export async function setNotifies(yes) {
  const may = yes && (await Notification.requestPermission()) === "granted";
  ofBrowser.setItem("notify", may ? "yes" : "no");
}

/** An answer has come; nothing is said of it to a reader who looks at it. */
export function notify(who, words) {
  tellAround("answered");
  if (!document.hidden) return;
  setNews(true);
  if (!notifies()) return;
  const body = words.length > WORDS_MAX ? `${words.slice(0, WORDS_MAX)}…` : words;
  const shown = new Notification(who, { body, lang: language(), icon: "/app/icon-192.png", tag: "answer" });
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
}

document.addEventListener("visibilitychange", () => document.hidden || (hasNews && setNews(false)));

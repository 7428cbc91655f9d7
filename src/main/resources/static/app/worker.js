// The service worker: a page for when the service cannot be reached, and nothing else. It answers only whole pages, and
// only when the network did not; it keeps the offline page alone, never an answer of the API nor anything of a person's.
const CACHE = "offline-1";
const OFFLINE = "/app/offline.html";
const FILES = [OFFLINE, "/app/offline.css", "/app/offline.js", "/app/tokens.css", "/app/common.css", "/app/theme.js", "/app/icon.svg"];

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
    .then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  } else if (origin === location.origin && FILES.includes(pathname)) {
    // What the offline page needs, where it is shown; else the service's own, as without a worker.
    event.respondWith(fetch(request).catch(() => caches.match(pathname).then((kept) => kept ?? Response.error())));
  }
});

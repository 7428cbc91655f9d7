// What the reader is near to is drawn whole; the rest of a long conversation waits as plain text, so that thousands of
// messages cost what some dozens do.
import { byId } from "./page.js";

/** So far from what is seen it is drawn ahead: two screens, so that nobody sees how. */
const AHEAD = "200%";

/** As long may what is drawn ahead hold up a frame, in milliseconds; at 60 frames a second there are 16 in all. */
const BUDGET_MS = 5;

/** What waits to be drawn, by its element: {far, draw}, far being its distance from what is seen, in pixels. */
const waiting = new Map();
let isDue = false;
let observer = null;
let watched = null;

function nearest() {
  let found = null;
  for (const [element, one] of waiting) if (!found || one.far < waiting.get(found).far) found = element;
  return found;
}

async function drawSome() {
  const from = performance.now();
  while (waiting.size && performance.now() - from < BUDGET_MS) {
    const element = nearest();
    const { draw } = waiting.get(element);
    leave(element);
    draw();
    await null; // what it has set is drawn by then
  }
  isDue = false;
  soon();
}

function soon() {
  if (isDue || !waiting.size) return;
  isDue = true;
  requestAnimationFrame(drawSome);
}

const draws = new WeakMap();

function seen(entries) {
  for (const { target, isIntersecting, boundingClientRect: place, rootBounds: screen } of entries) {
    if (isIntersecting) {
      const middle = screen ? (screen.top + screen.bottom) / 2 : 0;
      waiting.set(target, { far: Math.abs((place.top + place.bottom) / 2 - middle), draw: draws.get(target) });
    } else {
      waiting.delete(target);
    }
  }
  soon();
}

/** Calls it once, when the reader comes near to that element; returns how to look no longer. */
export function whenNear(element, draw) {
  const log = byId("log");
  if (watched !== log) {
    observer?.disconnect();
    observer = new IntersectionObserver(seen, { root: log, rootMargin: `${AHEAD} 0px` });
    watched = log;
  }
  draws.set(element, draw);
  observer.observe(element);
  return () => leave(element);
}

function leave(element) {
  waiting.delete(element);
  observer.unobserve(element);
}

// What the operator's page knows of the service: asked again and again while somebody looks, and what goes wrong with it.
import { call, Problem, t } from "./common.js";
import { set, state } from "./store.js";
import { useEffect, useState } from "./ui.js";

const POLL_MS = 5000;
const TODAY_MS = 30_000;

/** Rows that are shown where somebody has to do something: the rest comes when these are done. */
export const URGENT_MAX = 50;

set({
  /** What the whole page shows, as the service answered it last; null before. */
  overview: null,
  today: null,
  waiting: [],
  held: [],
  deliveries: null,
  nodes: [],
  desk: null,
  /** Whether whoever has logged in is no administrator. */
  refused: false,
});

/** Shows what went wrong, at the head of the page; a look that goes well takes only its own complaint away. */
function complain(problem, looking) {
  if (problem.code === "forbidden") set({ refused: true });
  set({ notice: { problem, looking } });
  if (problem.code === "network") set({ connection: "offline" });
}

/** Does it, and shows what goes wrong; whether it went well. */
export async function guarded(work, looking = false) {
  try {
    await work();
    if (state.notice && (!looking || state.notice.looking)) set({ notice: null });
    if (state.connection !== "connected") set({ connection: "connected" });
    return true;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    complain(problem, looking);
    return false;
  }
}

/** Has a screen reader say it. */
export function say(words) {
  document.getElementById("announcements").textContent = words;
}

/** The beginning of the reader's day, so many days ago. */
export function midnight(daysAgo = 0) {
  const time = new Date();
  time.setHours(0, 0, 0, 0);
  time.setDate(time.getDate() - daysAgo);
  return time;
}

let todayAt = 0;

async function lookToday() {
  if (state.today && Date.now() - todayAt < TODAY_MS) return;
  todayAt = Date.now();
  set({ today: await call(`/admin/usage?from=${midnight().toISOString()}`) });
}

/** Asks for all that the page shows of the whole service. */
export function look() {
  return guarded(async () => {
    const [overview, { handovers }, deliveries, desk, { problems }, { nodes }] = await Promise.all([
      call("/admin/overview"), call(`/admin/handovers?limit=${URGENT_MAX}`),
      call(`/admin/deliveries?limit=${URGENT_MAX}`), call("/admin/agents"), call("/admin/problems"), call("/admin/nodes"), lookToday(),
    ]);
    const waiting = handovers.filter((one) => one.state === "waiting");
    set({
      overview, deliveries, desk, waiting, problems, nodes, refused: false, held: handovers.filter((one) => one.state !== "waiting"),
    });
  }, true);
}

/** As after something was done: today's figures, too, are asked for anew. */
export function lookAgain() {
  todayAt = 0;
  return look();
}

/** Nobody looks, or somebody decides something: nothing may change below their hands. */
const isStill = () => document.hidden || document.querySelector("dialog[open], :popover-open");

export async function watch() {
  if (!isStill()) await look();
  setTimeout(watch, POLL_MS);
}

/**
 * What a path answers, asked again every so often while it is shown.
 *
 * @returns [the answer, or the one before while another is awaited; null at first; how to ask again at once]
 */
export function useAnswer(path, every = POLL_MS) {
  const [answer, keep] = useState(null);
  const [times, ask] = useState(0);
  useEffect(() => {
    let isOver = false;
    let timer;
    const read = async (first) => {
      if (first || !isStill()) {
        await guarded(async () => {
          const found = await call(path);
          if (!isOver) keep(found);
        }, true);
      }
      if (!isOver && every) timer = setTimeout(read, every);
    };
    read(true);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [path, times]);
  return [answer, () => ask((n) => n + 1)];
}

/** What wants somebody now: {kind, count}, the most pressing first. */
export function pressing() {
  const { overview, deliveries, desk, waiting } = state;
  if (!overview || !deliveries || !desk) return [];
  const down = [...overview.agents, ...overview.models].filter((one) => one.up === false);
  return [
    { kind: "handovers", count: waiting.length },
    { kind: "stopped", count: Object.keys(deliveries.stopped).length },
    { kind: "troubles", count: overview.messaging.troubles.length },
    { kind: "dead", count: deliveries.counts.dead },
    { kind: "refused", count: deliveries.counts.refused },
    { kind: "alerts", count: overview.alerts.length },
    { kind: "down", count: down.length },
    { kind: "files", count: desk.broken.length },
  ].filter(({ count }) => count);
}

/** What an alert or a trouble says. */
export function alertText(alert, number) {
  return t(`alert.${alert.name}`, { value: number(alert.value), bound: number(alert.bound) });
}

// An answer as it comes: asked for, followed over broken connections, stopped.
import { Problem, request, t } from "./common.js";

/** The service sends a sign of life every 10 s; after three missing ones the line is dead. */
const SILENCE_MS = 30_000;

const WAIT_MIN_MS = 500;
const WAIT_MAX_MS = 15_000;

/**
 * Asks, or goes on with what was asked: until the answer ends, however often the connection breaks. The message's key
 * keeps the service from answering it twice.
 *
 * @param message {key, text, sessionId, agent, turnId, version}: without a turnId it has not been accepted, as far as we
 *     know; version {conversation, turn} is the turn of which it is another version
 * @param told {accepted(turn), text(whole), waiting(isWaiting)}
 * @param signal gives up following; the answer itself goes on
 * @returns the reply
 * @throws Problem why there is none
 */
export async function answer(message, told, signal) {
  const heard = { text: "", lastId: null };
  for (let wait = WAIT_MIN_MS; ; wait = Math.min(2 * wait, WAIT_MAX_MS)) {
    try {
      return await follow(message, heard, told, signal, () => (wait = WAIT_MIN_MS));
    } catch (problem) {
      if (problem.code !== "network") throw problem;
    }
    told.waiting(true);
    await pause(wait, signal);
  }
}

async function follow(message, heard, told, signal, onAlive) {
  const line = new AbortController();
  let timer;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => line.abort(), SILENCE_MS);
  };
  try {
    alive();
    const response = await open(message, heard, AbortSignal.any([signal, line.signal]));
    told.waiting(false);
    onAlive();
    for await (const { name, id, data } of events(response.body, alive)) {
      heard.lastId = id ?? heard.lastId;
      if (name === "accepted") {
        message.turnId = data.turn_id;
        told.accepted(data.turn_id);
      } else if (name === "chunk") {
        heard.text += data.text;
        told.text(heard.text);
      } else if (name === "reply") {
        return data;
      } else if (name === "problem") {
        throw new Problem(data.status, data);
      }
    }
  } catch (e) {
    if (e instanceof Problem || signal.aborted) throw e;
    // A line that went dead or broke while it was read: told below.
  } finally {
    clearTimeout(timer);
    line.abort();
  }
  throw new Problem(0, { code: "network", message: t("problem.network") });
}

function open(message, heard, signal) {
  const stream = { Accept: "text/event-stream" };
  if (message.turnId) {
    const headers = heard.lastId ? { ...stream, "Last-Event-ID": heard.lastId } : stream;
    return request(`/chat/stream?turn_id=${message.turnId}`, { headers, signal });
  }
  const { version } = message;
  return request(version ? `/conversations/${version.conversation}/turns/${version.turn}/versions` : "/chat", {
    method: "POST",
    body: version
      ? { message: message.text, agent_id: message.agent ?? undefined }
      : { message: message.text, session_id: message.sessionId, agent_id: message.agent ?? undefined },
    headers: { ...stream, "Idempotency-Key": message.key },
    signal,
  });
}

/** Server-sent events, as the HTML standard has them: here always one line of data, and LF. */
async function* events(body, alive) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive();
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split("\n").filter((line) => !line.startsWith(":")).map((line) => {
          const colon = line.indexOf(": ");
          return [line.slice(0, colon), line.slice(colon + 2)];
        }));
      if (fields.event) yield { name: fields.event, id: fields.id ?? null, data: JSON.parse(fields.data) };
    }
  }
}

/** Until then, or until the machine is on the network again. */
function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, millis);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", given);
      resolve();
    }
    function given() {
      done();
      reject(signal.reason);
    }
    addEventListener("online", done);
    signal.addEventListener("abort", given);
    if (signal.aborted) given();
  });
}

/** Stops an answer, down to the model; whoever follows it is told. */
export function stop(turnId) {
  return request("/chat/stop", { method: "POST", body: { turn_id: turnId } });
}

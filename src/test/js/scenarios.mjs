// What the programs share: a program plays its scenarios one after the other and says of each, in a line of JSON,
// what went wrong, if anything did. See NodeClients.
import assert from "node:assert/strict";

export const baseURL = process.env.BASE_URL;
export const apiKey = process.env.API_KEY;
const control = process.env.MODEL_URL;

/** What a user says so that the model's server (OddUpstream) answers with that name; the tag finds the request again. */
export const say = (answer, tag) => `${answer} #${tag}#`;
export const user = (answer, tag) => [{ role: "user", content: say(answer, tag) }];

/** The bodies that the model's server was sent with this tag, the oldest first; `raw` is the text as it came. */
export async function asked(tag) {
  const bodies = await (await fetch(`${control}/asked/${encodeURIComponent(`#${tag}#`)}`)).json();
  return bodies.map((raw) => Object.defineProperty(JSON.parse(raw), "raw", { value: raw }));
}

/** The last of them. */
export const sent = async (tag) => (await asked(tag)).at(-1);

/** Lets an answer go on that waits. */
export const go = (name) => fetch(`${control}/go/${name}`);

/** Whether the service has left the model's server within two seconds; each leave counts once. */
export const left = async () => (await fetch(`${control}/left`)).json();

/** That a call fails with these members of its error. */
export async function fails(call, members, check = () => {}) {
  let error;
  try {
    await (typeof call === "function" ? call() : call);
  } catch (e) {
    error = e;
  }
  assert.ok(error, "it did not fail");
  for (const [name, value] of Object.entries(members)) {
    const got = error[name];
    if (value instanceof RegExp) assert.match(String(got), value, `${name} of ${error}`);
    else assert.deepEqual(got, value, `${name} of ${error}: ${JSON.stringify(got)}`);
  }
  await check(error);
  return error;
}

/** A schema with all that is lost where a schema is read and written again. */
export const schema = {
  type: "object",
  description: "Una orden.",
  properties: {
    tasa: { type: "string", description: "con %", pattern: "^[0-9]+ %$" },
    cuenta: { $ref: "#/$defs/cuenta" },
    vieja: { $ref: "#/definitions/vieja" },
    monto: { anyOf: [{ type: "number", exclusiveMinimum: 0 }, { type: "null" }] },
  },
  required: ["tasa", "cuenta", "monto"],
  additionalProperties: false,
  $defs: { cuenta: { type: "object", properties: { id: { type: "string" } }, required: ["id"], additionalProperties: false } },
  definitions: { vieja: { enum: ["a", "b", null], title: "Vieja" } },
};
export const rootAnyOf = { anyOf: [{ $ref: "#/$defs/a" }, { type: "object", properties: {} }], $defs: { a: { type: "object", additionalProperties: false } } };

export const text = (parts) => parts.join("");

const PATIENCE_MS = 20_000;

export async function play(scenarios) {
  const only = process.argv[2];
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (only && only !== name) continue;
    const began = performance.now();
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error("it does not end")), PATIENCE_MS)));
    let problem = null;
    try {
      await Promise.race([scenario(), late]);
    } catch (e) {
      problem = e?.stack ?? String(e);
      if (e?.error) problem += "\n" + JSON.stringify(e.error);
      if (e?.responseBody) problem += "\n" + e.responseBody;
    }
    clearTimeout(timer);
    console.log(JSON.stringify({ name, problem, ms: Math.round(performance.now() - began) }));
  }
  process.exit(0);
}

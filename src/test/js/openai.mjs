// The official client, one scenario a run, against the service at BASE_URL: see OpenAiNpmClientIT.
import assert from "node:assert/strict";
import { once } from "node:events";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: process.env.API_KEY, maxRetries: 0 });
const messages = [
  { role: "system", content: "Sé breve." },
  { role: "user", content: "uno dos tres" },
];
const ask = { model: "m", messages, temperature: 0.25 };
const van = { model: "ecobot", messages: [{ role: "user", content: "VAN de -1000, 400, 500, 600 al 10%" }] };
const parameters = { type: "object", properties: { tasa: { type: "string" } } };
const tools = [{ type: "function", function: { name: "van", parameters } }];

const scenarios = {
  async models() {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    for (const id of ["techbot", "ecobot", "psicoia", "royal", "m"]) assert.ok(ids.includes(id), ids.join());
    assert.equal((await client.models.retrieve("m")).id, "m");
  },

  async whole() {
    const answer = await client.chat.completions.create(ask);
    assert.equal(answer.choices[0].message.content, "Hola, mundo.");
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.equal(answer.usage.total_tokens, 18);
    assert.match(answer._request_id, /^[0-9a-f]{32}$/);
  },

  async stream() {
    const stream = await client.chat.completions.create({
      ...ask, stream: true, stream_options: { include_usage: true },
    });
    const pieces = [];
    let usage;
    for await (const chunk of stream) {
      pieces.push(chunk.choices[0]?.delta?.content ?? "");
      usage = chunk.usage ?? usage;
    }
    assert.equal(pieces.join(""), "Hola, mundo.");
    assert.equal(usage.total_tokens, 18);
  },

  async helper() {
    const runner = client.chat.completions.stream(ask);
    assert.equal(await runner.finalContent(), "Hola, mundo.");
  },

  async agent() {
    const answer = await client.chat.completions.create(van);
    assert.match(answer.choices[0].message.content, /227,65/);
    assert.match(await client.chat.completions.stream(van).finalContent(), /227,65/);
  },

  async tools() {
    const first = await client.chat.completions.create({ ...ask, tools });
    assert.equal(first.choices[0].finish_reason, "tool_calls");
    const streamed = await client.chat.completions.stream({ ...ask, tools }).finalMessage();
    const calls = ({ tool_calls }) => tool_calls.map(({ id, function: { name, arguments: given } }) => [id, name, given]);
    assert.deepEqual(calls(streamed), calls(first.choices[0].message));
    const given = ["227,65", "21,65 %"];
    const results = first.choices[0].message.tool_calls.map((call, i) => ({ role: "tool", tool_call_id: call.id, content: given[i] }));
    const answer = await client.chat.completions.create({ ...ask, tools, messages: [...messages, first.choices[0].message, ...results] });
    assert.equal(answer.choices[0].message.content, "Hola, mundo.");
  },

  async errors() {
    const refused = (call, type, status, code) =>
      assert.rejects(call, (e) => e instanceof type && e.status === status && e.code === code && e.message.length > 10);
    await refused(client.chat.completions.create(ask), OpenAI.UnprocessableEntityError, 422, "context_too_long");
    const stranger = client.withOptions({ apiKey: "sm-wrong" });
    await refused(stranger.chat.completions.create(ask), OpenAI.AuthenticationError, 401, "invalid_api_key");
    const nobody = { ...ask, model: "nobody" };
    await refused(client.chat.completions.create(nobody), OpenAI.NotFoundError, 404, "model_not_found");
    await refused(client.chat.completions.create({ ...nobody, stream: true }), OpenAI.NotFoundError, 404, "model_not_found");
    await refused(client.chat.completions.create({ ...ask, n: 2 }), OpenAI.UnprocessableEntityError, 422, "invalid_fields");
  },

  async broken() {
    const stream = await client.chat.completions.create({ ...ask, stream: true });
    let text = "";
    await assert.rejects(
      async () => {
        for await (const chunk of stream) {
          text += chunk.choices[0].delta.content ?? "";
          if (chunk.choices[0].delta.content) console.log("read " + text);
        }
      },
      (e) => e instanceof OpenAI.APIError && e.code === "model_broke_off",
    );
    assert.equal(text, "uno");
  },

  async cancel() {
    const stream = await client.chat.completions.create({ ...ask, stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0].delta.content === "uno") break; // closes the connection
    }
    console.log("left");
    process.stdin.resume();
    await once(process.stdin, "end"); // until the test has seen that the model was left
  },
};

await scenarios[process.argv[2]]();
console.log("ok");

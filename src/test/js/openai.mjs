// The official client, one scenario a run, against the service at BASE_URL: see OpenAiClientsIT.
import assert from "node:assert/strict";
import { once } from "node:events";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: process.env.BASE_URL, apiKey: process.env.API_KEY, maxRetries: 0 });
const messages = [
  { role: "system", content: "Sé breve." },
  { role: "user", content: "uno dos tres" },
];
const tools = [{ type: "function", function: { name: "sumar", parameters: { type: "object", properties: {} } } }];

const scenarios = {
  async models() {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    assert.ok(ids.includes("echo"), ids.join());
    assert.equal((await client.models.retrieve("echo")).id, "echo");
  },

  async whole() {
    const answer = await client.chat.completions.create({ model: "echo", messages, temperature: 0.5 });
    assert.equal(answer.choices[0].message.content, "uno dos tres");
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.equal(answer.usage.total_tokens, 0);
    assert.match(answer._request_id, /^[0-9a-f]{32}$/);
  },

  async stream() {
    const stream = await client.chat.completions.create({
      model: "echo", messages, stream: true, stream_options: { include_usage: true },
    });
    const pieces = [];
    let usage;
    for await (const chunk of stream) {
      pieces.push(chunk.choices[0]?.delta?.content ?? "");
      usage = chunk.usage ?? usage;
    }
    assert.equal(pieces.join(""), "uno dos tres");
    assert.equal(usage.total_tokens, 0);
  },

  async helper() {
    const runner = client.chat.completions.stream({ model: "echo", messages });
    assert.equal(await runner.finalContent(), "uno dos tres");
  },

  async tools() {
    const first = await client.chat.completions.create({ model: "echo", messages, tools });
    assert.equal(first.choices[0].finish_reason, "tool_calls");
    assert.equal(first.choices[0].message.tool_calls[0].function.name, "sumar");
    const runner = client.chat.completions.stream({ model: "echo", messages, tools });
    const streamed = await runner.finalMessage();
    assert.deepEqual(streamed.tool_calls[0].function.arguments, first.choices[0].message.tool_calls[0].function.arguments);
  },

  async errors() {
    const refused = (call, type, status, code) =>
      assert.rejects(call, (e) => e instanceof type && e.status === status && e.code === code && e.message.length > 10);
    const ask = { model: "echo", messages };
    const stranger = client.withOptions({ apiKey: "sm-wrong" });
    await refused(stranger.chat.completions.create(ask), OpenAI.AuthenticationError, 401, "invalid_api_key");
    const nobody = { ...ask, model: "nobody" };
    await refused(client.chat.completions.create(nobody), OpenAI.NotFoundError, 404, "model_not_found");
    await refused(client.chat.completions.create({ ...nobody, stream: true }), OpenAI.NotFoundError, 404, "model_not_found");
    await refused(client.chat.completions.create({ ...ask, n: 2 }), OpenAI.UnprocessableEntityError, 422, "invalid_fields");
  },

  async broken() {
    const stream = await client.chat.completions.create({ model: "echo", messages, stream: true });
    let text = "";
    await assert.rejects(
      async () => {
        for await (const chunk of stream) {
          text += chunk.choices[0].delta.content ?? "";
          if (chunk.choices[0].delta.content) console.log("read " + text);
        }
      },
      (e) => e instanceof OpenAI.APIError && e.code === "runtime_failed",
    );
    assert.equal(text, "uno");
  },

  async cancel() {
    const stream = await client.chat.completions.create({ model: "echo", messages, stream: true });
    for await (const chunk of stream) {
      if (chunk.choices[0].delta.content === "uno") break; // closes the connection
    }
    console.log("left");
    process.stdin.resume();
    await once(process.stdin, "end"); // until the test has seen that the answer was stopped
  },
};

await scenarios[process.argv[2]]();
console.log("ok");

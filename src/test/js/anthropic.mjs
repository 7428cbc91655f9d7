// Anthropic's client: Messages, as Claude's SDK and what is built on it speak.
import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";
import { apiKey, asked, baseURL, fails, go, left, play, rootAnyOf, say, schema, sent } from "./scenarios.mjs";

const root = baseURL.replace(/\/v1$/, "");
const client = new Anthropic({ baseURL: root, apiKey, authToken: null });
const { messages } = client;
const ask = (answer, tag, more = {}) => ({ model: "m", max_tokens: 1000, messages: [{ role: "user", content: say(answer, tag) }], ...more });
const thinking = { type: "enabled", budget_tokens: 1024 };
const texts = (message) => message.content.filter((b) => b.type === "text").map((b) => b.text).join("");
const tools = ["van", "tir"].map((name) => ({ name, description: `${name}.`, input_schema: { type: "object", properties: { tasa: { type: "string" } } } }));

/** The events of a stream as they come, by the client's own reader. */
async function events(body) {
  const all = [];
  for await (const event of await messages.create({ ...body, stream: true })) all.push(event);
  return all;
}
const turn = (body, first) => ({
  ...body,
  messages: [
    ...body.messages,
    { role: "assistant", content: first.content },
    { role: "user", content: first.content.filter((b) => b.type === "tool_use").map((b) => ({ type: "tool_result", tool_use_id: b.id, content: `hecho ${b.name}` })) },
  ],
});

await play({
  async plain() {
    const answer = await messages.create(ask("plain", "plain", { system: "Sé breve." }));
    assert.match(answer.id, /^msg_/);
    for (const [name, value] of Object.entries({ type: "message", role: "assistant", model: "m", stop_reason: "end_turn", stop_sequence: null })) assert.equal(answer[name], value, name);
    assert.deepEqual(answer.content.map((b) => [b.type, b.text]), [["text", "Hola, mundo."]]);
    const { usage } = answer;
    assert.equal(usage.input_tokens + (usage.cache_read_input_tokens ?? 0), 11);
    assert.equal(usage.output_tokens, 7);
    const got = await sent("plain");
    assert.deepEqual(got.messages.map((m) => m.role), ["system", "user"]);
    assert.equal(got.max_tokens ?? got.max_completion_tokens, 1000);
    assert.ok(!("temperature" in got));
  },

  async streamed() {
    const all = (await events(ask("plain", "streamed"))).filter((e) => e.type !== "ping");
    const names = all.map((e) => e.type).filter((type, i, types) => type !== types[i - 1]);
    assert.deepEqual(names, ["message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"]);
    assert.deepEqual(all[0].message.content, []);
    assert.equal(all[0].message.stop_reason, null);
    assert.ok(Number.isInteger(all[0].message.usage.input_tokens));
    assert.ok(Number.isInteger(all[0].message.usage.output_tokens));
    const last = all.at(-2);
    assert.equal(last.delta.stop_reason, "end_turn");
    assert.equal(last.usage.output_tokens, 7);
    const helper = await messages.stream(ask("plain", "streamed")).finalMessage();
    assert.equal(texts(helper), "Hola, mundo.");
    assert.equal(helper.usage.output_tokens, 7);
  },

  async everythingReachesTheModel() {
    const body = ask("plain", "everything", {
      system: [{ type: "text", text: "Sé breve.", cache_control: { type: "ephemeral" } }],
      tools: [{ name: "van", description: "Valor.", input_schema: schema, strict: true }, { name: "raiz", input_schema: { type: "object", ...rootAnyOf } }],
      tool_choice: { type: "tool", name: "van", disable_parallel_tool_use: true },
      temperature: 0,
      top_p: 0.9,
      top_k: 40,
      stop_sequences: ["FIN"],
      metadata: { user_id: "ana" },
    });
    await messages.create(body);
    const got = await sent("everything");
    assert.equal(got.messages[0].role, "system");
    assert.deepEqual(got.tools[0].function.parameters, schema);
    assert.equal(got.tools[0].function.description, "Valor.");
    assert.equal(got.tools[0].function.strict, true);
    assert.deepEqual(got.tools[1].function.parameters, { type: "object", ...rootAnyOf });
    assert.deepEqual(got.tool_choice, { type: "function", function: { name: "van" } });
    assert.equal(got.parallel_tool_calls, false);
    assert.equal(got.temperature, 0);
    assert.equal(got.top_p, 0.9);
    assert.equal(got.top_k, 40);
    assert.deepEqual(got.stop, ["FIN"]);
    assert.equal(got.user, "ana");
    for (const [type, choice] of [["auto", "auto"], ["any", "required"], ["none", "none"]]) {
      await messages.create(ask("plain", "choice", { tools, tool_choice: { type } }));
      assert.equal((await sent("choice")).tool_choice, choice);
    }
  },

  async twoToolsAtOnce() {
    for (const answer of ["tools", "same-index", "name-again"]) {
      const body = ask(answer, "tools", { tools });
      for (const first of [await messages.create(body), await messages.stream(body).finalMessage()]) {
        assert.equal(first.stop_reason, "tool_use");
        assert.deepEqual(first.content.filter((b) => b.type === "tool_use").map((b) => [b.name, b.input]), [["van", { tasa: "10 %" }], ["tir", {}]], answer);
        const second = await messages.create(turn(body, first));
        assert.equal(texts(second), "Listo: hecho van | hecho tir");
        const got = await sent("tools");
        assert.deepEqual(got.messages.map((m) => m.role), ["user", "assistant", "tool", "tool"]);
        assert.deepEqual(got.messages[1].tool_calls.map((c) => c.id), got.messages.slice(2).map((m) => m.tool_call_id));
      }
    }
  },

  async eventsOfTools() {
    const all = await events(ask("tools", "tool-events", { tools }));
    const starts = all.filter((e) => e.type === "content_block_start");
    assert.deepEqual(starts.map((e) => [e.index, e.content_block.type, e.content_block.name, e.content_block.input]), [[0, "tool_use", "van", {}], [1, "tool_use", "tir", {}]]);
    const json = (index) => all.filter((e) => e.type === "content_block_delta" && e.index === index).map((e) => e.delta.partial_json).join("");
    assert.deepEqual([json(0), json(1) || "{}"], ['{"tasa":"10 %"}', "{}"]);
    // A block ends before the next begins.
    const order = all.filter((e) => e.type.startsWith("content_block_st")).map((e) => `${e.type.slice(14)} ${e.index}`);
    assert.deepEqual(order, ["start 0", "stop 0", "start 1", "stop 1"]);
  },

  async resultsOfTools() {
    const body = ask("one-tool", "results", { tools });
    const first = await messages.create(body);
    const [{ id }] = first.content.filter((b) => b.type === "tool_use");
    const say = (content, more = {}) => messages.create({ ...body, messages: [...body.messages, { role: "assistant", content: first.content }, { role: "user", content: [{ type: "tool_result", tool_use_id: id, content, ...more }] }] });
    assert.equal(texts(await say([{ type: "text", text: "227,65" }])), "Listo: 227,65");
    assert.match(texts(await say("no hay red", { is_error: true })), /no hay red/);
    await say(undefined);
    assert.deepEqual((await sent("results")).messages.map((m) => m.role), ["user", "assistant", "tool"]);
  },

  async whatCameComesBack() {
    for (const name of ["thought", "deepseek"]) {
      for (const more of [{}, { thinking, max_tokens: 2048 }]) {
        const body = ask(name, name, { tools, ...more });
        for (const first of [await messages.create(body), await messages.stream(body).finalMessage()]) {
          if (name === "deepseek" && more.thinking) assert.equal(first.content[0].thinking, "Pienso, luego llamo.");
          assert.equal(texts(await messages.create(turn(body, first))), "Listo: hecho van", name);
        }
      }
    }
  },

  async thinking() {
    const whole = await messages.create(ask("reasoning_content", "thinking", { thinking, max_tokens: 2048 }));
    assert.deepEqual(whole.content.map((b) => b.type), ["thinking", "text"]);
    assert.equal(whole.content[0].thinking, "Dos y dos…");
    assert.equal(typeof whole.content[0].signature, "string");
    const streamed = await messages.stream(ask("reasoning", "thinking", { thinking, max_tokens: 2048 })).finalMessage();
    assert.equal(streamed.content[0].thinking, "Dos y dos…");
    assert.equal(texts(streamed), "Son 4.");
  },

  async refusalsAndLimits() {
    const refused = await messages.create(ask("refusal", "refusal"));
    assert.equal(refused.stop_reason, "refusal");
    assert.equal(texts(refused), "No puedo ayudar con eso.");
    assert.equal((await messages.stream(ask("refusal", "refusal")).finalMessage()).stop_reason, "refusal");
    assert.equal((await messages.create(ask("length", "length"))).stop_reason, "max_tokens");
  },

  async oddServers() {
    for (const answer of ["no-done", "bom", "parts"]) {
      assert.equal(texts(await messages.stream(ask(answer, answer)).finalMessage()), "Hola, mundo.", answer);
    }
  },

  async countsTokens() {
    const count = async (content, more = {}) => (await messages.countTokens({ model: "m", messages: [{ role: "user", content }], ...more })).input_tokens;
    const short = await count("Hola");
    assert.ok(Number.isInteger(short) && short > 0);
    assert.ok((await count("Hola ".repeat(100))) > short + 50);
    assert.ok((await count("Hola", { system: "Sé breve. ".repeat(20), tools })) > short);
    await fails(messages.countTokens({ model: "nobody", messages: [{ role: "user", content: "x" }] }), { status: 404 });
  },

  async models() {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    assert.ok(ids.includes("m"));
    assert.equal((await client.models.retrieve("m")).id, "m");
  },

  async errors() {
    const type = (kind) => (e) => {
      assert.equal(e.error.type, "error");
      assert.equal(e.error.error.type, kind);
      assert.equal(e.type, kind);
      assert.ok(e.error.error.message);
      assert.ok(e.requestID, "request-id");
    };
    for (const stream of [false, true]) {
      const tag = `too-long-${stream}`;
      await fails(messages.create(ask("too-long", tag, { stream })), { status: 400 }, type("invalid_request_error"));
      assert.equal((await asked(tag)).length, 1, "tries");
      await fails(messages.create(ask("bad-param", "bad", { stream })), { status: 400 }, (e) => assert.doesNotMatch(e.message, /sk-secret|10\.0\.0\.1/));
      const busy = await fails(client.withOptions({ maxRetries: 0 }).messages.create(ask("busy", `busy-${stream}`, { stream })), { status: 429 }, type("rate_limit_error"));
      assert.equal(busy.headers.get("retry-after"), "7");
      assert.equal((await asked(`busy-${stream}`)).length, 1, "tries");
      await fails(messages.create({ ...ask("plain", "x"), model: "nobody", stream }), { status: 404 }, type("not_found_error"));
    }
    await fails(messages.create({ model: "m", messages: [{ role: "user", content: "x" }] }), { status: 400, message: /max_tokens/ }, type("invalid_request_error"));
    await fails(messages.create({ model: "m", max_tokens: 10, messages: [] }), { status: 400, message: /messages/ });
    await fails(client.withOptions({ apiKey: "sm-wrong" }).messages.create(ask("plain", "x")), { status: 401 }, type("authentication_error"));
    const bearer = new Anthropic({ baseURL: root, apiKey: null, authToken: apiKey });
    assert.equal(texts(await bearer.messages.create(ask("plain", "bearer"))), "Hola, mundo.");
  },

  async aProblemInTheMiddle() {
    let read = "";
    await fails(async () => {
      for await (const event of await messages.create(ask("broken", "broken", { stream: true }))) {
        if (event.type === "content_block_delta") read += event.delta.text;
        if (read === "uno") await go("broken");
      }
    }, {}, (e) => assert.ok(e instanceof Anthropic.APIError, String(e)));
    assert.equal(read, "uno");
  },

  async aborts() {
    const stream = await messages.create(ask("hang", "hang", { stream: true }));
    for await (const event of stream) if (event.type === "content_block_delta") stream.controller.abort();
    assert.equal(await left(), true);
  },

  async aPersonaSaysWhatItCannotDo() {
    const van = { ...ask("plain", "x"), model: "ecobot", messages: [{ role: "user", content: "VAN de -1000, 400, 500, 600 al 10%" }] };
    assert.match(texts(await messages.create(van)), /227,65/);
    assert.match(texts(await messages.stream(van).finalMessage()), /227,65/);
    await fails(messages.create({ ...van, tools, tool_choice: { type: "any" } }), { status: 400, message: /tool|herramienta/ });
  },
});

// LangChain.js: ChatOpenAI over Chat Completions.
import assert from "node:assert/strict";
import { HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { ChatOpenAI } from "@langchain/openai";
import { z } from "zod";
import { apiKey, asked, baseURL, fails, left, play, rootAnyOf, say, schema, sent } from "./scenarios.mjs";

const model = (more = {}) => new ChatOpenAI({ model: "m", apiKey, configuration: { baseURL }, ...more });
const chat = model();
const human = (answer, tag) => [new HumanMessage(say(answer, tag))];

/** The pieces of a stream put together as LangChain does. */
async function streamed(runnable, input) {
  let whole;
  for await (const chunk of await runnable.stream(input)) whole = whole ? whole.concat(chunk) : chunk;
  return whole;
}

const van = tool(async ({ tasa }) => `van ${tasa}`, { name: "van", description: "Valor actual.", schema: z.object({ tasa: z.string() }) });
const tir = tool(async () => "tir", { name: "tir", description: "Tasa interna.", schema: z.object({}) });

await play({
  async plain() {
    const answer = await chat.invoke([new SystemMessage("Sé breve."), ...human("plain", "plain")]);
    assert.equal(answer.content, "Hola, mundo.");
    assert.equal(answer.usage_metadata.total_tokens, 18);
    assert.equal(answer.usage_metadata.input_token_details.cache_read, 4);
    assert.equal(answer.usage_metadata.output_token_details.reasoning, 3);
    assert.equal(answer.response_metadata.finish_reason, "stop");
    const got = await sent("plain");
    assert.deepEqual(got.messages.map((m) => m.role), ["system", "user"]);
    assert.deepEqual(Object.keys(got).filter((k) => k !== "stream").sort(), ["messages", "model"]);
  },

  async streams() {
    const answer = await streamed(chat, human("plain", "streamed"));
    assert.equal(answer.content, "Hola, mundo.");
    assert.equal(answer.usage_metadata.total_tokens, 18);
  },

  async settingsReachTheModel() {
    const set = model({ temperature: 0, maxTokens: 3000, topP: 0.9, stop: ["FIN"], user: "ana", modelKwargs: { seed: 7, top_k: 40, min_p: 0.05, chat_template_kwargs: { enable_thinking: false } } });
    await set.invoke(human("plain", "settings"));
    const got = await sent("settings");
    assert.equal(got.temperature, 0);
    assert.equal(got.max_tokens ?? got.max_completion_tokens, 3000);
    assert.deepEqual(got.stop, ["FIN"]);
    assert.equal(got.user, "ana");
    assert.equal(got.top_k, 40);
    assert.equal(got.seed, 7);
    assert.deepEqual(got.chat_template_kwargs, { enable_thinking: false });
  },

  async twoToolsAtOnce() {
    for (const answer of ["tools", "same-index", "name-again"]) {
      const bound = chat.bindTools([van, tir]);
      for (const ask of [(m) => bound.invoke(m), (m) => streamed(bound, m)]) {
        const messages = human(answer, "two");
        const first = await ask(messages);
        assert.deepEqual(first.tool_calls.map((c) => [c.id, c.name, c.args]), [["call_a", "van", { tasa: "10 %" }], ["call_b", "tir", {}]], answer);
        const results = await Promise.all(first.tool_calls.map((call) => (call.name === "van" ? van : tir).invoke(call)));
        assert.ok(results.every((r) => r instanceof ToolMessage));
        assert.equal((await bound.invoke([...messages, first, ...results])).content, "Listo: van 10 % | tir");
        assert.deepEqual((await sent("two")).messages.map((m) => m.role), ["user", "assistant", "tool", "tool"]);
      }
    }
  },

  async strictSchemasReachTheModel() {
    const wire = [
      { type: "function", function: { name: "van", description: "Valor.", parameters: schema, strict: true } },
      { type: "function", function: { name: "raiz", parameters: rootAnyOf } },
    ];
    await chat.bindTools(wire, { tool_choice: "van", parallel_tool_calls: false }).invoke(human("plain", "strict"));
    const got = await sent("strict");
    assert.deepEqual(got.tools, wire);
    assert.deepEqual(got.tool_choice, { type: "function", function: { name: "van" } });
    assert.equal(got.parallel_tool_calls, false);
  },

  async structuredOutput() {
    const Clima = z.object({ ciudad: z.string(), grados: z.number() });
    const answer = await chat.withStructuredOutput(Clima, { name: "clima", method: "jsonSchema" }).invoke(human("json", "object"));
    assert.deepEqual(answer, { ciudad: "Quito", grados: 14 });
    const format = (await sent("object")).response_format;
    assert.equal(format.json_schema.name, "clima");
    assert.equal(format.json_schema.schema.additionalProperties, false);
  },

  async reasoning() {
    const whole = await chat.invoke(human("reasoning_content", "reasoning"));
    assert.equal(whole.additional_kwargs.reasoning_content, "Dos y dos…");
    assert.equal(whole.content, "Son 4.");
    const pieces = await streamed(chat, human("reasoning_content", "reasoning"));
    assert.equal(pieces.additional_kwargs.reasoning_content, "Dos y dos…");
    assert.equal(pieces.content, "Son 4.");
  },

  async oddServers() {
    for (const answer of ["no-done", "bom", "parts"]) {
      assert.equal((await streamed(chat, human(answer, answer))).content, "Hola, mundo.", answer);
      if (answer !== "no-done") assert.equal((await chat.invoke(human(answer, answer))).content, "Hola, mundo.", answer);
    }
  },

  async errorsAreNotTriedSevenTimes() {
    const tries = async (answer, members, check) => {
      const tag = `${answer}-tries`;
      const error = await fails(chat.invoke(human(answer, tag)), members, check);
      assert.equal((await asked(tag)).length, 1, "tries");
      return error;
    };
    await tries("too-long", { name: "ContextOverflowError" }, (e) => assert.equal(e.cause.status, 400)); // known by its words
    const own = await tries("bad-param", { status: 400, param: "logit_bias" });
    assert.doesNotMatch(own.message, /sk-secret|10\.0\.0\.1/);
    await fails(model({ maxRetries: 0 }).invoke(human("busy", "busy")), { status: 429 }, (e) => assert.equal(e.headers.get("retry-after"), "7"));
    await fails(model({ maxRetries: 0 }).stream(human("busy", "busy")), { status: 429 });
    // What the door itself refuses is not tried again either: there is nothing that may pass.
    const began = performance.now();
    await fails(model({ n: 2 }).invoke(human("plain", "n")), { status: 400, param: "n" });
    await fails(new ChatOpenAI({ model: "nobody", apiKey, configuration: { baseURL } }).invoke(human("plain", "x")), { status: 404 });
    assert.ok(performance.now() - began < 3000, "it was tried again");
  },

  async aborts() {
    const abort = new AbortController();
    await fails(async () => {
      for await (const chunk of await chat.stream(human("hang", "hang"), { signal: abort.signal })) if (chunk.content === "uno") abort.abort();
    }, {});
    assert.equal(await left(), true);
  },
});

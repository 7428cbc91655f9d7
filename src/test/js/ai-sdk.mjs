// Vercel's AI SDK: @ai-sdk/openai-compatible and @ai-sdk/openai over Chat Completions, and @ai-sdk/openai as it is by
// default, over Responses.
import assert from "node:assert/strict";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, Output, generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { apiKey, asked, baseURL, fails, left, play, rootAnyOf, say, schema, sent } from "./scenarios.mjs";

globalThis.AI_SDK_LOG_WARNINGS = false;
// The name makes the thoughts' signatures of Gemini go back, as for those who name it so.
const compatible = createOpenAICompatible({ name: "google", baseURL, apiKey, includeUsage: true, supportsStructuredOutputs: true });
const openai = createOpenAI({ baseURL, apiKey });
const models = { compatible: compatible("m"), chat: openai.chat("m"), responses: openai("m") };
const onlyChat = [models.compatible, models.chat];
const all = [...onlyChat, models.responses];

const van = tool({ description: "Valor actual.", inputSchema: z.object({ tasa: z.string() }), execute: async ({ tasa }) => `van ${tasa}` });
const tir = tool({ description: "Tasa interna.", inputSchema: z.object({}), execute: async () => "tir" });
const quiet = { onError: () => {} };

/** The parts of a stream; what went wrong is one of them. */
async function parts(options) {
  const found = [];
  for await (const part of streamText({ ...quiet, ...options }).fullStream) found.push(part);
  return found;
}
const joined = (found, type) => found.filter((p) => p.type === type).map((p) => p.text).join("");
const each = async (list, check) => {
  for (const model of list) {
    try {
      await check(model);
    } catch (e) {
      e.stack = `${model.provider}: ${e.stack}`;
      throw e;
    }
  }
};

await play({
  plain: () => each(all, async (model) => {
    const answer = await generateText({ model, system: "Sé breve.", prompt: say("plain", "plain") });
    assert.equal(answer.text, "Hola, mundo.");
    assert.equal(answer.finishReason, "stop");
    assert.equal(answer.usage.inputTokens, 11);
    assert.equal(answer.usage.outputTokens, 7);
    assert.equal(answer.usage.inputTokenDetails.cacheReadTokens, 4);
    assert.equal(answer.usage.outputTokenDetails.reasoningTokens, 3);
    const roles = (await sent("plain")).messages.map((m) => m.role);
    assert.ok(["system,user", "developer,user"].includes(roles.join()), roles.join());
  }),

  streamed: () => each(all, async (model) => {
    const answer = streamText({ ...quiet, model, prompt: say("plain", "streamed") });
    let text = "";
    for await (const piece of answer.textStream) text += piece;
    assert.equal(text, "Hola, mundo.");
    assert.equal(await answer.finishReason, "stop");
    assert.equal((await answer.usage).inputTokens, 11);
    assert.equal((await answer.usage).outputTokenDetails.reasoningTokens, 3);
  }),

  settingsReachTheModel: () => each(onlyChat, async (model) => {
    const providerOptions = {
      google: { user: "ana", reasoningEffort: "low", textVerbosity: "low", top_k: 40, chat_template_kwargs: { enable_thinking: false } },
      openai: { user: "ana", metadata: { caso: "14" }, parallelToolCalls: false },
    };
    await generateText({ model, prompt: say("plain", "settings"), temperature: 0, topP: 0.9, maxOutputTokens: 3000, seed: 7, stopSequences: ["FIN"], presencePenalty: 0.5, providerOptions, tools: { van } });
    const got = await sent("settings");
    assert.equal(got.temperature, 0);
    assert.equal(got.seed, 7);
    assert.deepEqual(got.stop, ["FIN"]);
    assert.equal(got.user, "ana");
    assert.equal(got.max_tokens ?? got.max_completion_tokens, 3000);
    if (model === models.compatible) {
      assert.equal(got.reasoning_effort, "low");
      assert.equal(got.verbosity, "low");
      assert.equal(got.top_k, 40);
      assert.deepEqual(got.chat_template_kwargs, { enable_thinking: false });
    } else {
      assert.deepEqual(got.metadata, { caso: "14" });
      assert.equal(got.parallel_tool_calls, false);
    }
  }),

  twoToolsAtOnce: () => each(all, async (model) => {
    for (const answer of ["tools", "same-index", "name-again"]) {
      const options = { model, prompt: say(answer, "two"), tools: { van, tir }, stopWhen: stepCountIs(3) };
      assert.equal((await generateText(options)).text, "Listo: van 10 % | tir", answer);
      const found = await parts(options);
      assert.deepEqual(found.filter((p) => p.type === "error"), []);
      assert.deepEqual(found.filter((p) => p.type === "tool-call").map((p) => [p.toolName, p.input]), [["van", { tasa: "10 %" }], ["tir", {}]], answer);
      assert.equal(joined(found, "text-delta"), "Listo: van 10 % | tir", answer);
    }
  }),

  strictSchemasReachTheModel: () => each(all, async (model) => {
    const tools = {
      van: tool({ description: "Valor.", inputSchema: jsonSchema(schema), strict: true }),
      raiz: tool({ inputSchema: jsonSchema(rootAnyOf) }),
    };
    await generateText({ model, prompt: say("one-tool", "strict"), tools, toolChoice: { type: "tool", toolName: "van" } });
    const got = await sent("strict");
    const named = Object.fromEntries(got.tools.map((t) => [t.function.name, t.function]));
    assert.deepEqual(named.van.parameters, schema);
    assert.deepEqual(named.raiz.parameters, rootAnyOf);
    assert.equal(named.van.strict, true);
    assert.equal(named.van.description, "Valor.");
    assert.deepEqual(got.tool_choice, { type: "function", function: { name: "van" } });
  }),

  structuredOutput: () => each(all, async (model) => {
    const output = Output.object({ schema: z.object({ ciudad: z.string(), grados: z.number() }) });
    const answer = await generateText({ model, prompt: say("json", "object"), output });
    assert.deepEqual(answer.output, { ciudad: "Quito", grados: 14 });
    const format = (await sent("object")).response_format;
    assert.equal(format.type, "json_schema");
    assert.equal(format.json_schema.strict, true);
    assert.equal(format.json_schema.schema.additionalProperties, false);
    assert.deepEqual(format.json_schema.schema.required, ["ciudad", "grados"]);
    assert.deepEqual(await streamText({ ...quiet, model, prompt: say("json", "object"), output }).output, { ciudad: "Quito", grados: 14 });
  }),

  reasoning: () => each([models.compatible], async (model) => {
    for (const name of ["reasoning_content", "reasoning"]) {
      const answer = await generateText({ model, prompt: say(name, "reasoning") });
      assert.equal(answer.reasoningText, "Dos y dos…", name);
      assert.equal(answer.text, "Son 4.");
      const found = await parts({ model, prompt: say(name, "reasoning") });
      assert.equal(joined(found, "reasoning-delta"), "Dos y dos…", name);
      assert.equal(joined(found, "text-delta"), "Son 4.");
    }
  }),

  contentInParts: () => each(all, async (model) => {
    assert.equal((await generateText({ model, prompt: say("parts", "parts") })).text, "Hola, mundo.");
    const found = await parts({ model, prompt: say("parts", "parts") });
    assert.equal(joined(found, "text-delta"), "Hola, mundo.");
    if (model === models.compatible) assert.equal(joined(found, "reasoning-delta"), "Pienso.");
  }),

  refusals: () => each(all, async (model) => {
    const answer = await generateText({ model, prompt: say("refusal", "refusal") });
    assert.equal(answer.text, "No puedo ayudar con eso.");
    const found = await parts({ model, prompt: say("refusal", "refusal") });
    assert.equal(joined(found, "text-delta"), "No puedo ayudar con eso.");
  }),

  whatCameComesBack: () => each([models.compatible], async (model) => {
    for (const run of [(o) => generateText(o), async (o) => ({ text: joined(await parts(o), "text-delta") })]) {
      const options = { model, tools: { van: tool({ inputSchema: jsonSchema({ type: "object" }), execute: async () => "227,65" }) }, stopWhen: stepCountIs(3) };
      assert.equal((await run({ ...options, prompt: say("thought", "thought") })).text, "Listo: 227,65");
      assert.deepEqual((await sent("thought")).messages[1].tool_calls[0].extra_content, { google: { thought_signature: "c2ln+/A==" } });
      assert.equal((await run({ ...options, prompt: say("deepseek", "deepseek") })).text, "Listo: 227,65");
      assert.equal((await sent("deepseek")).messages[1].reasoning_content, "Pienso, luego llamo.");
    }
  }),

  validEnds: () => each(all, async (model) => {
    for (const answer of ["no-done", "bom"]) {
      const found = await parts({ model, prompt: say(answer, answer) });
      assert.deepEqual(found.filter((p) => p.type === "error"), [], answer);
      assert.equal(joined(found, "text-delta"), "Hola, mundo.", answer);
      assert.equal(found.at(-1).finishReason, "stop", answer);
    }
    const cut = await parts({ model, prompt: say("length", "length") });
    assert.equal(cut.at(-1).finishReason, "length");
  }),

  errors: () => each(all, async (model) => {
    const call = (name, options = {}) => () => generateText({ model, prompt: say(name, name), ...options });
    const at = (name) => asked(name).then((bodies) => bodies.length);
    let before = await at("too-long");
    const error = await fails(call("too-long"), { statusCode: 400, isRetryable: false, message: /8192/ });
    assert.ok(APICallError.isInstance(error));
    assert.equal(JSON.parse(error.responseBody).error.code, "context_length_exceeded");
    assert.equal((await at("too-long")) - before, 1, "tries");
    const own = await fails(call("bad-param"), { statusCode: 400, isRetryable: false });
    assert.equal(JSON.parse(own.responseBody).error.param, "logit_bias");
    assert.doesNotMatch(own.responseBody, /sk-secret|10\.0\.0\.1/);
    const busy = await fails(call("busy", { maxRetries: 0 }), { statusCode: 429 });
    assert.equal(busy.responseHeaders["retry-after"], "7");
    await fails(call("error-200", { maxRetries: 0 }), { statusCode: 502 });
    const streamed = (await parts({ model, prompt: say("busy", "busy"), maxRetries: 0 })).find((p) => p.type === "error");
    assert.equal(streamed.error.statusCode, 429);
    assert.equal(streamed.error.responseHeaders["retry-after"], "7");
  }),

  aborts: () => each(all, async (model) => {
    const abort = new AbortController();
    const answer = streamText({ ...quiet, model, prompt: say("hang", "hang"), abortSignal: abort.signal });
    for await (const part of answer.fullStream) if (part.type === "text-delta" && part.text === "uno") abort.abort();
    assert.equal(await left(), true);
  }),
});

// OpenAI's Agents SDK: as it is by default, which is Responses, and over Chat Completions.
import assert from "node:assert/strict";
import { Agent, OpenAIProvider, Runner, handoff, setTracingDisabled, tool } from "@openai/agents";
import OpenAI from "openai";
import { z } from "zod";
import { apiKey, asked, baseURL, fails, left, play, say, sent } from "./scenarios.mjs";

setTracingDisabled(true);
const doors = [false, true];
const openAIClient = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const runner = (useResponses) => new Runner({ modelProvider: new OpenAIProvider({ openAIClient, useResponses }) });
const each = async (check) => {
  for (const useResponses of doors) {
    try {
      await check(runner(useResponses), useResponses);
    } catch (e) {
      e.stack = `${useResponses ? "responses" : "chat"}: ${e.stack}`;
      throw e;
    }
  }
};

const used = [];
const van = tool({ name: "van", description: "Valor actual.", parameters: z.object({ tasa: z.string() }), execute: async ({ tasa }) => (used.push("van"), `van ${tasa}`) });
const tir = tool({ name: "tir", description: "Tasa interna.", parameters: z.object({}), execute: async () => (used.push("tir"), "tir") });
const agent = (more = {}) => new Agent({ name: "Ana", instructions: "Sé breve.", model: "m", ...more });

await play({
  plain: () => each(async (runner) => {
    const answer = await runner.run(agent(), say("plain", "plain"));
    assert.equal(answer.finalOutput, "Hola, mundo.");
    const usage = answer.state.usage;
    assert.equal(usage.inputTokens, 11);
    assert.equal(usage.outputTokens, 7);
    const got = await sent("plain");
    assert.equal(got.messages.length, 2);
    assert.equal(got.messages[0].content, "Sé breve.");
  }),

  streamed: () => each(async (runner) => {
    const answer = await runner.run(agent(), say("plain", "streamed"), { stream: true });
    let text = "";
    for await (const piece of answer.toTextStream()) text += piece;
    await answer.completed;
    assert.equal(text, "Hola, mundo.");
    assert.equal(answer.finalOutput, "Hola, mundo.");
  }),

  tools: () => each(async (runner) => {
    for (const stream of [false, true]) {
      for (const name of ["tools", "same-index", "name-again"]) {
        used.length = 0;
        const answer = await runner.run(agent({ tools: [van, tir] }), say(name, "tools"), { stream });
        if (stream) for await (const _ of answer.toTextStream());
        if (stream) await answer.completed;
        assert.equal(answer.finalOutput, "Listo: van 10 % | tir", name);
        assert.deepEqual(used, ["van", "tir"]);
        const got = await sent("tools");
        assert.deepEqual(got.messages.map((m) => m.role), ["system", "user", "assistant", "tool", "tool"]);
        const schema = got.tools.find((t) => t.function.name === "van").function;
        assert.equal(schema.strict, true);
        assert.equal(schema.parameters.additionalProperties, false);
        assert.deepEqual(schema.parameters.required, ["tasa"]);
      }
    }
  }),

  handoffs: () => each(async (runner) => {
    const other = agent({ name: "Otra" });
    const first = agent({ handoffs: [handoff(other, { toolNameOverride: "van", inputType: undefined })] });
    const answer = await runner.run(first, say("one-tool", "handoff"));
    assert.match(answer.finalOutput, /^Listo: /);
    assert.equal(answer.lastAgent.name, "Otra");
  }),

  structuredOutput: () => each(async (runner) => {
    const answer = await runner.run(agent({ outputType: z.object({ ciudad: z.string(), grados: z.number() }) }), say("json", "object"));
    assert.deepEqual(answer.finalOutput, { ciudad: "Quito", grados: 14 });
    const format = (await sent("object")).response_format;
    assert.equal(format.type, "json_schema");
    assert.equal(format.json_schema.strict, true);
    assert.deepEqual(format.json_schema.schema.required, ["ciudad", "grados"]);
  }),

  settingsReachTheModel: () => each(async (runner) => {
    const modelSettings = { temperature: 0, topP: 0.9, maxTokens: 3000, toolChoice: "required", parallelToolCalls: false, reasoning: { effort: "low" }, text: { verbosity: "low" } };
    await runner.run(agent({ modelSettings, tools: [van], resetToolChoice: true }), say("plain", "settings"));
    const got = await sent("settings");
    assert.equal(got.temperature, 0);
    assert.equal(got.top_p, 0.9);
    assert.equal(got.max_tokens ?? got.max_completion_tokens, 3000);
    assert.equal(got.tool_choice, "required");
    assert.equal(got.parallel_tool_calls, false);
    assert.equal(got.reasoning_effort, "low");
    assert.equal(got.verbosity, "low");
  }),

  aSecondTurn: () => each(async (runner, useResponses) => {
    const first = await runner.run(agent(), say("plain", "turn"));
    const second = await runner.run(agent(), [...first.history, { role: "user", content: say("plain", "turn-2") }]);
    assert.equal(second.finalOutput, "Hola, mundo.");
    assert.deepEqual((await sent("turn-2")).messages.map((m) => m.role), ["system", "user", "assistant", "user"]);
    if (!useResponses) return;
    const third = await runner.run(agent(), say("plain", "turn-3"), { previousResponseId: first.lastResponseId });
    assert.equal(third.finalOutput, "Hola, mundo.");
    assert.deepEqual((await sent("turn-3")).messages.map((m) => m.role), ["system", "user", "assistant", "user"]);
  }),

  errors: () => each(async (runner) => {
    const before = (await asked("too-long")).length;
    await fails(runner.run(agent(), say("too-long", "too-long")), { status: 400, code: "context_length_exceeded" });
    assert.equal((await asked("too-long")).length - before, 1, "tries");
    await fails(runner.run(agent(), say("busy", "busy")), { status: 429 });
    await fails(runner.run(agent({ model: "nobody" }), say("plain", "x")), { status: 404 });
  }),

  aborts: () => each(async (runner) => {
    const abort = new AbortController();
    const answer = await runner.run(agent(), say("hang", "hang"), { stream: true, signal: abort.signal });
    try {
      for await (const piece of answer.toTextStream()) if (piece === "uno") abort.abort();
      await answer.completed;
    } catch (e) {
      assert.equal(e.name, "AbortError");
    }
    assert.equal(await left(), true);
  }),
});

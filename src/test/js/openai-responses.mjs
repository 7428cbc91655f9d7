// OpenAI's client: Responses and Conversations, which are kept; and what Codex CLI says and reads on the wire.
import assert from "node:assert/strict";
import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { z } from "zod";
import { apiKey, asked, baseURL, fails, go, left, play, rootAnyOf, say, schema, sent } from "./scenarios.mjs";

const client = new OpenAI({ baseURL, apiKey });
const responses = client.responses;
const ask = (answer, tag, more = {}) => ({ model: "m", input: say(answer, tag), ...more });
const roles = async (tag) => (await sent(tag)).messages.map((m) => m.role);

/** All events of a stream; their numbers rise, with gaps. */
async function events(body, call = (b) => responses.create({ ...b, stream: true })) {
  const all = [];
  for await (const event of await call(body)) all.push(event);
  all.slice(1).forEach((event, i) => assert.ok(event.sequence_number > all[i].sequence_number, event.type));
  return all;
}
const of = (all, type) => all.filter((e) => e.type === type);
const deltas = (all, type) => of(all, type).map((e) => e.delta).join("");
const item = (response, type) => response.output.find((i) => i.type === type);
const thoughts = (reasoning) => [...(reasoning.content ?? []), ...(reasoning.summary ?? [])].map((p) => p.text).join("");
const tools = ["van", "tir"].map((name) => ({ type: "function", name, parameters: { type: "object", properties: {} }, strict: false }));
const results = (response) => response.output.filter((i) => i.type === "function_call").map((call) => ({ type: "function_call_output", call_id: call.call_id, output: `hecho ${call.name}` }));

await play({
  async plain() {
    const answer = await responses.create(ask("plain", "plain", { instructions: "Sé breve." }));
    assert.equal(answer.output_text, "Hola, mundo.");
    assert.match(answer.id, /^resp_/);
    const said = { object: "response", status: "completed", error: null, incomplete_details: null, instructions: "Sé breve.", model: "m", tools: [], metadata: {}, tool_choice: "auto", previous_response_id: null };
    for (const [name, value] of Object.entries(said)) assert.deepEqual(answer[name], value, name);
    for (const name of ["created_at", "parallel_tool_calls", "temperature", "top_p"]) assert.ok(name in answer, name);
    assert.equal(answer.usage.input_tokens, 11);
    assert.equal(answer.usage.input_tokens_details.cached_tokens, 4);
    assert.equal(answer.usage.output_tokens, 7);
    assert.equal(answer.usage.output_tokens_details.reasoning_tokens, 3);
    assert.equal(answer.usage.total_tokens, 18);
    const message = answer.output[0];
    assert.equal(message.type, "message");
    assert.match(message.id, /^msg_/);
    assert.equal(message.status, "completed");
    assert.deepEqual(message.content, [{ type: "output_text", text: "Hola, mundo.", annotations: [], logprobs: [] }]);
    const got = await sent("plain");
    assert.deepEqual(Object.keys(got).filter((k) => !k.startsWith("stream")).sort(), ["messages", "model"]);
    assert.equal(got.messages[0].content, "Sé breve.");
  },

  async streamed() {
    const all = await events(ask("plain", "streamed"));
    const names = all.map((e) => e.type).filter((type, i, types) => type !== types[i - 1]);
    assert.deepEqual(names, [
      "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta",
      "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
    ]);
    assert.equal(all[0].sequence_number, 0);
    assert.equal(all[0].response.status, "in_progress");
    assert.equal(deltas(all, "response.output_text.delta"), "Hola, mundo.");
    const id = of(all, "response.output_item.added")[0].item.id;
    for (const event of all.filter((e) => "item_id" in e)) assert.deepEqual([event.item_id, event.output_index, event.content_index], [id, 0, 0]);
    assert.equal(of(all, "response.output_text.done")[0].text, "Hola, mundo.");
    assert.deepEqual(of(all, "response.output_text.delta")[0].logprobs, []);
    const last = all.at(-1).response;
    assert.equal(last.usage.output_tokens_details.reasoning_tokens, 3);
    assert.deepEqual(of(all, "response.output_item.done")[0].item, last.output[0]);
    const final = await responses.stream(ask("plain", "streamed")).finalResponse();
    assert.equal(final.output_text, "Hola, mundo.");
  },

  async everythingReachesTheModel() {
    const body = {
      model: "m",
      input: [
        { role: "developer", content: "Uno." },
        { role: "user", content: [{ type: "input_text", text: say("plain", "everything") }] },
      ],
      tools: [{ type: "function", name: "van", description: "Valor.", parameters: schema, strict: true }, { type: "function", name: "raiz", parameters: rootAnyOf, strict: false }],
      tool_choice: { type: "function", name: "van" },
      parallel_tool_calls: false,
      temperature: 0,
      top_p: 0.9,
      max_output_tokens: 3000,
      reasoning: { effort: "low" },
      text: { verbosity: "low", format: { type: "json_schema", name: "orden", strict: true, schema } },
      user: "ana",
      metadata: { caso: "14" },
      top_k: 40,
    };
    const answer = await responses.create(body);
    assert.deepEqual(answer.metadata, { caso: "14" });
    assert.equal(answer.parallel_tool_calls, false);
    assert.deepEqual(answer.tool_choice, body.tool_choice);
    assert.equal(answer.max_output_tokens, 3000);
    const got = await sent("everything");
    assert.deepEqual(got.tools[0], { type: "function", function: { name: "van", description: "Valor.", parameters: schema, strict: true } });
    assert.deepEqual(got.tools[1].function.parameters, rootAnyOf);
    assert.deepEqual(got.tool_choice, { type: "function", function: { name: "van" } });
    assert.equal(got.parallel_tool_calls, false);
    assert.equal(got.temperature, 0);
    assert.equal(got.max_completion_tokens ?? got.max_tokens, 3000);
    assert.equal(got.reasoning_effort, "low");
    assert.equal(got.verbosity, "low");
    assert.deepEqual(got.response_format, { type: "json_schema", json_schema: { name: "orden", strict: true, schema } });
    assert.equal(got.user, "ana");
    assert.equal(got.top_k, 40);
    assert.match(got.messages[0].role, /^(developer|system)$/);
  },

  async toolsByPreviousResponse() {
    for (const answer of ["tools", "same-index", "name-again"]) {
      for (const streamed of [false, true]) {
        const first = streamed ? (await events(ask(answer, "tools", { tools }))).at(-1).response : await responses.create(ask(answer, "tools", { tools }));
        const calls = first.output.filter((i) => i.type === "function_call");
        assert.deepEqual(calls.map((c) => [c.call_id, c.name, c.arguments, c.status]), [["call_a", "van", '{"tasa":"10 %"}', "completed"], ["call_b", "tir", "{}", "completed"]], answer);
        const second = await responses.create({ model: "m", previous_response_id: first.id, input: results(first), tools });
        assert.equal(second.output_text, "Listo: hecho van | hecho tir");
        assert.equal(second.previous_response_id, first.id);
        const got = await sent("tools");
        assert.deepEqual(got.messages.map((m) => m.role), ["user", "assistant", "tool", "tool"]);
        assert.deepEqual(got.messages[1].tool_calls.map((c) => c.id), ["call_a", "call_b"]);
      }
    }
  },

  async eventsOfTools() {
    const all = await events(ask("tools", "tool-events", { tools }));
    const added = of(all, "response.output_item.added").filter((e) => e.item.type === "function_call");
    assert.deepEqual(added.map((e) => [e.output_index, e.item.call_id, e.item.name, e.item.arguments]), [[0, "call_a", "van", ""], [1, "call_b", "tir", ""]]);
    const done = of(all, "response.function_call_arguments.done");
    assert.deepEqual(done.map((e) => e.arguments), ['{"tasa":"10 %"}', "{}"]);
    for (const [i, { item_id }] of done.entries()) {
      assert.equal(item_id, added[i].item.id);
      assert.equal(of(all, "response.function_call_arguments.delta").filter((e) => e.item_id === item_id).map((e) => e.delta).join(""), done[i].arguments);
    }
  },

  async toolsWithoutAStore() {
    const input = [{ role: "user", content: say("tools", "stateless") }];
    const first = await responses.create({ model: "m", input, tools, store: false, include: ["reasoning.encrypted_content"] });
    const second = await responses.create({ model: "m", input: [...input, ...first.output, ...results(first)], tools, store: false });
    assert.equal(second.output_text, "Listo: hecho van | hecho tir");
    assert.deepEqual(await roles("stateless"), ["user", "assistant", "tool", "tool"]);
    await fails(responses.retrieve(first.id), { status: 404 });
  },

  async whatCameComesBack() {
    for (const name of ["thought", "deepseek"]) {
      const first = await responses.create(ask(name, name, { tools }));
      const second = await responses.create({ model: "m", previous_response_id: first.id, input: results(first), tools });
      assert.equal(second.output_text, "Listo: hecho van", name);
    }
    const input = [{ role: "user", content: say("deepseek", "deepseek-2") }];
    const first = await responses.create({ model: "m", input, tools, store: false });
    const second = await responses.create({ model: "m", input: [...input, ...first.output, ...results(first)], tools, store: false });
    assert.equal(second.output_text, "Listo: hecho van");
  },

  async structuredOutput() {
    const format = zodTextFormat(z.object({ ciudad: z.string(), grados: z.number() }), "clima");
    const parsed = await responses.parse(ask("json", "json", { text: { format } }));
    assert.deepEqual(parsed.output_parsed, { ciudad: "Quito", grados: 14 });
    const { type, ...rest } = JSON.parse(JSON.stringify(format));
    assert.deepEqual((await sent("json")).response_format, { type, json_schema: rest });
  },

  async reasoning() {
    for (const name of ["reasoning_content", "reasoning"]) {
      const whole = await responses.create(ask(name, "reasons"));
      assert.match(item(whole, "reasoning").id, /^rs_/);
      assert.equal(thoughts(item(whole, "reasoning")), "Dos y dos…");
      assert.equal(whole.output_text, "Son 4.");
      const all = await events(ask(name, "reasons"));
      const thought = deltas(all, "response.reasoning_text.delta") || deltas(all, "response.reasoning_summary_text.delta");
      assert.equal(thought, "Dos y dos…");
      assert.deepEqual(all.at(-1).response.output.map((i) => i.type), ["reasoning", "message"]);
      assert.equal(deltas(all, "response.output_text.delta"), "Son 4.");
    }
  },

  async refusals() {
    const whole = await responses.create(ask("refusal", "refusal"));
    assert.deepEqual(item(whole, "message").content, [{ type: "refusal", refusal: "No puedo ayudar con eso." }]);
    const all = await events(ask("refusal", "refusal"));
    assert.equal(deltas(all, "response.refusal.delta"), "No puedo ayudar con eso.");
    assert.equal(of(all, "response.refusal.done")[0].refusal, "No puedo ayudar con eso.");
    assert.equal(all.at(-1).type, "response.completed");
  },

  async isIncompleteAtItsLimit() {
    const whole = await responses.create(ask("length", "length"));
    assert.equal(whole.status, "incomplete");
    assert.deepEqual(whole.incomplete_details, { reason: "max_output_tokens" });
    const last = (await events(ask("length", "length"))).at(-1);
    assert.equal(last.type, "response.incomplete");
    assert.equal(last.response.status, "incomplete");
  },

  async isKept() {
    const made = await responses.create(ask("plain", "kept", { metadata: { caso: "14" }, instructions: "Sé breve." }));
    const read = await responses.retrieve(made.id);
    for (const name of ["id", "created_at", "status", "output", "usage", "metadata", "instructions", "model"]) assert.deepEqual(read[name], made[name], name);
    const items = [];
    for await (const input of responses.inputItems.list(made.id)) items.push(input);
    assert.deepEqual(items.map((i) => [i.type, i.role, i.content[0].type, i.content[0].text]), [["message", "user", "input_text", say("plain", "kept")]]);
    const next = await responses.create({ model: "m", input: say("plain", "kept-2"), previous_response_id: made.id });
    assert.equal(next.output_text, "Hola, mundo.");
    assert.deepEqual(await roles("kept-2"), ["user", "assistant", "user"]); // instructions are not carried over
    await responses.delete(made.id);
    await fails(responses.retrieve(made.id), { status: 404 });
    await fails(responses.create({ model: "m", input: "x", previous_response_id: "resp_none" }), {}, (e) => assert.deepEqual([e.status, e.code, e.param], [400, "previous_response_not_found", "previous_response_id"]));
    await fails(responses.cancel(next.id), { status: 400 });
  },

  async isReadAgainFromAnyEvent() {
    const all = await events(ask("plain", "again"));
    const { id } = all[0].response;
    const again = (after) => events(null, () => responses.retrieve(id, { stream: true, ...(after === undefined ? {} : { starting_after: after }) }));
    assert.equal(deltas(await again(), "response.output_text.delta"), "Hola, mundo.");
    for (const [i, { sequence_number: after }] of all.entries()) {
      if (i === all.length - 1) continue;
      const tail = await again(after);
      assert.ok(tail.every((e) => e.sequence_number > after));
      const read = deltas(all.slice(0, i + 1), "response.output_text.delta");
      assert.equal(read + deltas(tail, "response.output_text.delta"), "Hola, mundo.", `after ${after}`);
      assert.equal(tail.at(-1).type, "response.completed");
    }
  },

  async goesOnInTheBackground() {
    const stream = await responses.create(ask("gated", "gated", { background: true, stream: true }));
    let id, after;
    for await (const event of stream) {
      id ??= event.response?.id;
      after = event.sequence_number;
      if (event.type === "response.output_text.delta") break; // which closes the connection
    }
    assert.ok(["queued", "in_progress"].includes((await responses.retrieve(id)).status));
    const rest = events(null, () => responses.retrieve(id, { stream: true, starting_after: after }));
    await go("gated");
    assert.equal(deltas(await rest, "response.output_text.delta"), "dos");
    assert.ok((await rest)[0].sequence_number > after);
    const done = await responses.retrieve(id);
    assert.equal(done.status, "completed");
    assert.equal(done.output_text, "uno dos");
    assert.equal(done.background, true);
  },

  async isCancelled() {
    const begun = await responses.create(ask("silent", "cancelled", { background: true }));
    assert.ok(["queued", "in_progress"].includes(begun.status), begun.status);
    while ((await asked("cancelled")).length === 0);
    assert.equal((await responses.cancel(begun.id)).status, "cancelled");
    assert.equal(await left(), true);
    assert.equal((await responses.retrieve(begun.id)).status, "cancelled");
    assert.equal((await responses.cancel(begun.id)).status, "cancelled");
  },

  async conversations() {
    const made = await client.conversations.create({ metadata: { tema: "uno" }, items: [{ type: "message", role: "user", content: "Antes." }] });
    assert.match(made.id, /^conv_/);
    assert.equal(made.object, "conversation");
    assert.deepEqual((await client.conversations.retrieve(made.id)).metadata, { tema: "uno" });
    assert.deepEqual((await client.conversations.update(made.id, { metadata: { tema: "dos" } })).metadata, { tema: "dos" });
    const answer = await responses.create(ask("plain", "talk", { conversation: made.id }));
    assert.equal(answer.conversation.id, made.id);
    assert.deepEqual(await roles("talk"), ["user", "user"]);
    await responses.create(ask("plain", "talk-2", { conversation: { id: made.id } }));
    assert.deepEqual(await roles("talk-2"), ["user", "user", "assistant", "user"]);
    const list = async () => {
      const items = [];
      for await (const one of client.conversations.items.list(made.id, { order: "asc", limit: 2 })) items.push(one);
      return items;
    };
    const items = await list();
    assert.deepEqual(items.map((i) => i.role), ["user", "user", "assistant", "user", "assistant"]);
    assert.equal(items[0].content[0].text, "Antes.");
    assert.equal(items[2].content[0].text, "Hola, mundo.");
    assert.equal((await client.conversations.items.retrieve(items[2].id, { conversation_id: made.id })).id, items[2].id);
    await client.conversations.items.delete(items[0].id, { conversation_id: made.id });
    const added = await client.conversations.items.create(made.id, { items: [{ type: "message", role: "user", content: [{ type: "input_text", text: "Después." }] }] });
    assert.equal(added.data[0].content[0].text, "Después.");
    assert.equal((await list()).length, 5);
    await fails(responses.create(ask("plain", "x", { conversation: made.id, previous_response_id: answer.id })), { status: 400 });
    assert.equal((await client.conversations.delete(made.id)).deleted, true);
    await fails(client.conversations.retrieve(made.id), { status: 404 });
  },

  async errors() {
    for (const stream of [false, true]) {
      const tag = `too-long-${stream}`;
      await fails(responses.create(ask("too-long", tag, { stream })), { status: 400, code: "context_length_exceeded", type: "invalid_request_error" });
      assert.equal((await asked(tag)).length, 1, "tries");
      await fails(responses.create(ask("bad-param", "bad", { stream })), { status: 400, param: "logit_bias" }, (e) => assert.doesNotMatch(e.message, /sk-secret|10\.0\.0\.1/));
      await fails(client.withOptions({ maxRetries: 0 }).responses.create(ask("busy", "busy", { stream })), { status: 429 }, (e) => assert.equal(e.headers.get("retry-after"), "7"));
      await fails(responses.create({ model: "nobody", input: "x", stream }), { status: 404, code: "model_not_found" });
    }
    await fails(responses.create({ model: "m" }), { status: 400, type: "invalid_request_error" });
    await fails(responses.create({ ...ask("plain", "x"), tools: [{ type: "web_search" }], tool_choice: { type: "web_search" } }), { status: 400, param: /^tool/ });
    await fails(client.withOptions({ apiKey: "sm-wrong" }).responses.create(ask("plain", "x")), { status: 401 });
    await fails(responses.retrieve("resp_none"), { status: 404 });
  },

  async aProblemInTheMiddle() {
    let error;
    const all = [];
    try {
      for await (const event of await responses.create(ask("broken", "broken", { stream: true }))) {
        all.push(event);
        if (event.type === "response.output_text.delta") await go("broken");
      }
    } catch (e) {
      error = e;
    }
    const failed = all.at(-1).type === "response.failed" ? all.at(-1).response.error : error ?? all.at(-1);
    assert.ok(failed.code && failed.message, JSON.stringify(all.at(-1)));
    const kept = await responses.retrieve(all[0].response.id);
    assert.equal(kept.status, "failed");
    assert.ok(kept.error.message);
  },

  async aborts() {
    const abort = new AbortController();
    const stream = await responses.create(ask("hang", "hang", { stream: true }), { signal: abort.signal });
    for await (const event of stream) if (event.type === "response.output_text.delta") abort.abort();
    assert.equal(await left(), true);
  },

  async codexCli() {
    // As codex-rs/codex-api sends it, and as its reader of events needs it: other members are not looked at.
    const shell = { type: "function", name: "shell", description: "Runs a shell command and returns its output.", strict: false, parameters: { type: "object", properties: { command: { type: "array", items: { type: "string" } } }, required: ["command"], additionalProperties: false } };
    const mcp = { type: "namespace", name: "mcp__banco__", description: "Banco.", tools: [{ type: "function", name: "saldo", description: "Saldo.", strict: false, parameters: { type: "object", properties: {} } }] };
    const turn = async (input, tag) => {
      const response = await fetch(`${baseURL}/responses`, {
        method: "POST",
        headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json", Accept: "text/event-stream", originator: "codex_cli_rs", session_id: "0198", conversation_id: "0198", version: "0.50.0" },
        body: JSON.stringify({
          model: "m", instructions: "You are a coding agent.", input, tools: [shell, { type: "web_search", external_web_access: false }, { type: "image_generation", output_format: "png" }, mcp], tool_choice: "auto", parallel_tool_calls: false,
          reasoning: { effort: "medium", summary: "auto" }, store: false, stream: true, include: ["reasoning.encrypted_content"], prompt_cache_key: "0198",
          text: { verbosity: "medium" }, client_metadata: { "x-codex-installation-id": "0198" },
        }),
      });
      assert.equal(response.status, 200, await (response.ok ? "" : response.text()));
      assert.match(response.headers.get("content-type"), /^text\/event-stream/);
      const read = { items: [], text: "" };
      for (const block of (await response.text()).split("\n\n")) {
        const data = block.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5)).join("");
        if (!data) continue;
        const event = JSON.parse(data); // there is no [DONE] in Responses
        assert.ok(block.includes(`event: ${event.type}\n`), block);
        if (event.type === "response.created") assert.ok(event.response);
        if (event.type === "response.output_item.done") read.items.push(event.item);
        if (event.type === "response.output_text.delta") read.text += event.delta;
        if (event.type === "response.completed") read.completed = event.response;
      }
      assert.ok(read.completed?.id, "stream closed before response.completed");
      const { input_tokens, output_tokens, total_tokens, input_tokens_details, output_tokens_details } = read.completed.usage;
      for (const count of [input_tokens, output_tokens, total_tokens, input_tokens_details.cached_tokens, output_tokens_details.reasoning_tokens]) assert.ok(Number.isInteger(count), tag);
      return read;
    };
    const message = (role, ...texts) => ({ type: "message", role, content: texts.map((text) => ({ type: role === "assistant" ? "output_text" : "input_text", text })) });
    const input = [message("developer", "<permissions>"), message("user", "<environment_context>"), message("user", say("deepseek", "codex"))];
    const first = await turn(input, "first");
    assert.deepEqual(first.items.map((i) => i.type), ["reasoning", "function_call"]);
    const [reasoning, call] = first.items;
    assert.ok(Array.isArray(reasoning.summary) && reasoning.id, JSON.stringify(reasoning));
    assert.ok(call.name && typeof call.arguments === "string" && call.call_id);
    // It sends its own record of the items: no ids, no status; thoughts in clear are not sent back, the encrypted ones are.
    const { type, summary, encrypted_content = null } = reasoning;
    const history = [{ type, summary, encrypted_content }, { type: call.type, name: call.name, arguments: call.arguments, call_id: call.call_id }];
    const second = await turn([...input, ...history, { type: "function_call_output", call_id: call.call_id, output: [{ type: "input_text", text: "227,65" }] }], "second");
    assert.equal(second.text, "Listo: 227,65");
    assert.deepEqual(second.items.map((i) => [i.type, i.role, i.content[0].text]), [["message", "assistant", "Listo: 227,65"]]);
    assert.deepEqual((await roles("codex")).map((role) => role.replace("developer", "system")), ["system", "system", "user", "user", "assistant", "tool"]);
  },
});

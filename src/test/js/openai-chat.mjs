// OpenAI's client, Chat Completions: what the model's server says reaches the client, what the client says reaches it.
import assert from "node:assert/strict";
import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";
import { apiKey, asked, baseURL, fails, go, left, play, rootAnyOf, say, schema, sent, text, user } from "./scenarios.mjs";

const client = new OpenAI({ baseURL, apiKey }); // with its own two retries, as people have it
const chat = client.chat.completions;
const ask = (answer, tag, more = {}) => ({ model: "m", messages: user(answer, tag), ...more });

/** All chunks of a stream. */
async function chunks(body) {
  const all = [];
  for await (const chunk of await chat.create({ stream: true, ...body })) all.push(chunk);
  return all;
}
const deltas = (all, name) => text(all.map((c) => c.choices[0]?.delta?.[name] ?? ""));
const finish = (all) => all.map((c) => c.choices[0]?.finish_reason).filter(Boolean);

/** The two calls of the tools, whole and streamed, as the client's own helper puts them together. */
async function twoCalls(answer) {
  const tools = ["van", "tir"].map((name) => ({ type: "function", function: { name, parameters: { type: "object", properties: {} } } }));
  const expected = [["call_a", "van", '{"tasa":"10 %"}'], ["call_b", "tir", "{}"]];
  const read = (message) => message.tool_calls.map((c) => [c.id, c.function.name, c.function.arguments]);
  const whole = await chat.create(ask(answer, answer, { tools }));
  assert.deepEqual(read(whole.choices[0].message), expected);
  assert.equal(whole.choices[0].finish_reason, "tool_calls");
  const streamed = await chat.stream(ask(answer, answer, { tools })).finalChatCompletion();
  assert.deepEqual(read(streamed.choices[0].message), expected);
  assert.equal(streamed.choices[0].finish_reason, "tool_calls");
  // A reader that adds up by hand, as many do: name once, arguments in pieces, each index its own.
  const byHand = {};
  for (const chunk of await chunks(ask(answer, answer, { tools }))) {
    for (const { index, id, function: f } of chunk.choices[0]?.delta?.tool_calls ?? []) {
      const call = (byHand[index] ??= { id: "", name: "", arguments: "" });
      call.id += id ?? "";
      call.name += f?.name ?? "";
      call.arguments += f?.arguments ?? "";
    }
  }
  assert.deepEqual(Object.values(byHand).map((c) => [c.id, c.name, c.arguments]), expected);
  assert.deepEqual(Object.keys(byHand), ["0", "1"]);
}

/** The calls of a stream, added up with whatever else came with them. */
function callsOf(all) {
  const calls = [];
  for (const { index, function: f, ...rest } of all.flatMap((c) => c.choices[0]?.delta?.tool_calls ?? [])) {
    const call = Object.assign((calls[index] ??= { function: { name: "", arguments: "" } }), rest);
    call.function.name += f?.name ?? "";
    call.function.arguments += f?.arguments ?? "";
  }
  return calls;
}

/** A turn of tools whose second request must give back what came with the first answer. */
async function toolsThere(answer, streamed, back) {
  const tools = [{ type: "function", function: { name: "van", parameters: schema, strict: true } }];
  const tag = `${answer}-${streamed}`;
  const messages = user(answer, tag);
  const first = streamed
    ? back(await chunks({ model: "m", messages, tools }))
    : (await chat.create({ model: "m", messages, tools })).choices[0].message;
  const results = first.tool_calls.map((call) => ({ role: "tool", tool_call_id: call.id, content: "227,65" }));
  const body = { model: "m", messages: [...messages, first, ...results], tools };
  const second = await chat.create(body);
  assert.equal(second.choices[0].message.content, "Listo: 227,65");
  const history = (await sent(tag)).messages;
  assert.deepEqual(history.map((m) => m.role), ["user", "assistant", "tool"]);
  return history[1];
}

await play({
  async plain() {
    const answer = await chat.create(ask("plain", "plain"));
    assert.equal(answer.choices[0].message.content, "Hola, mundo.");
    assert.equal(answer.choices[0].message.role, "assistant");
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.equal(answer.object, "chat.completion");
    assert.ok(answer._request_id);
  },

  async onlyWhatWasSentIsSent() {
    await chat.create(ask("plain", "only"));
    assert.deepEqual(Object.keys(await sent("only")).filter((k) => k !== "stream").sort(), ["messages", "model"]);
    await chunks(ask("plain", "only-streamed"));
    const body = await sent("only-streamed");
    const expected = ["messages", "model", "stream"];
    assert.deepEqual(Object.keys(body).filter((k) => k !== "stream_options").sort(), expected);
    assert.deepEqual(body.messages, user("plain", "only-streamed"));
  },

  async streamed() {
    const all = await chunks(ask("plain", "streamed", { stream_options: { include_usage: true } }));
    assert.equal(deltas(all, "content"), "Hola, mundo.");
    assert.deepEqual(finish(all), ["stop"]);
    assert.equal(all.at(-1).choices.length, 0);
    assert.equal(all.at(-1).usage.total_tokens, 18);
    const without = await chunks(ask("plain", "streamed"));
    assert.ok(without.every((c) => c.usage == null));
  },

  async detailsOfUsage() {
    const details = (usage) => [usage.prompt_tokens, usage.completion_tokens, usage.prompt_tokens_details.cached_tokens, usage.completion_tokens_details.reasoning_tokens];
    assert.deepEqual(details((await chat.create(ask("plain", "usage"))).usage), [11, 7, 4, 3]);
    const all = await chunks(ask("plain", "usage", { stream_options: { include_usage: true } }));
    assert.deepEqual(details(all.at(-1).usage), [11, 7, 4, 3]);
  },

  async everythingReachesTheModel() {
    const tools = [
      { type: "function", function: { name: "van", description: "Valor actual.", parameters: schema, strict: true } },
      { type: "function", function: { name: "raiz", parameters: rootAnyOf } },
      { type: "function", function: { name: "nada" } },
    ];
    const body = {
      model: "m",
      messages: [
        { role: "developer", content: "Sé breve." },
        { role: "user", name: "ana", content: "Antes." },
        { role: "user", content: [{ type: "text", text: "" }, { type: "text", text: say("plain", "everything") }] },
      ],
      tools,
      tool_choice: { type: "function", function: { name: "van" } },
      parallel_tool_calls: false,
      temperature: 0,
      top_p: 0.9,
      max_completion_tokens: 1234,
      frequency_penalty: 0.5,
      presence_penalty: -0.5,
      stop: ["FIN"],
      reasoning_effort: "low",
      verbosity: "low",
      user: "ana@example.org",
      safety_identifier: "ana",
      metadata: { caso: "14" },
      service_tier: "auto",
      prompt_cache_key: "k",
      logit_bias: { 50256: -100 },
      response_format: { type: "json_schema", json_schema: { name: "orden", strict: true, schema } },
      top_k: 40,
      min_p: 0.05,
      repetition_penalty: 1.1,
      chat_template_kwargs: { enable_thinking: false },
    };
    await chat.create(body);
    const got = await sent("everything");
    for (const [name, value] of Object.entries(body)) {
      if (name !== "messages") assert.deepEqual(got[name], value, name);
    }
    assert.ok(!("max_tokens" in got), "max_tokens was not sent");
    assert.match(got.messages[0].role, /^(developer|system)$/); // which many servers know alone
    assert.deepEqual(got.messages.slice(1), [{ role: "user", name: "ana", content: "Antes." }, { role: "user", content: say("plain", "everything") }]);
  },

  async seedOfSixtyFourBits() {
    // JavaScript's own numbers cannot hold it: the text is put into the body as it goes out.
    const raw = new OpenAI({ baseURL, apiKey, fetch: (url, init) => fetch(url, { ...init, body: init.body.replace('"SEED"', "9007199254740993123".slice(0, 19)) }) });
    await raw.chat.completions.create(ask("plain", "seed", { seed: "SEED" }));
    assert.match((await sent("seed")).raw, /"seed":\s*9007199254740993123\b/);
  },

  async maxTokensUnderItsOwnName() {
    await chat.create(ask("plain", "max-tokens", { max_tokens: 5000 }));
    const got = await sent("max-tokens");
    assert.equal(got.max_tokens, 5000);
    assert.ok(!("max_completion_tokens" in got));
  },

  async oddValuesAreTaken() {
    const messages = [
      { role: "user", content: "antes" },
      { role: "assistant", content: [] },
      { role: "user", content: [{ type: "text", text: "" }, { type: "text", text: say("plain", "odd") }] },
    ];
    for (const more of [{ stop: "" }, { stop: null }, { logprobs: false, top_logprobs: 0 }, { top_logprobs: 0 }, { tools: [] }, { temperature: null, max_tokens: null, tools: null }, { n: 1 }]) {
      const answer = await chat.create({ model: "m", messages, ...more });
      assert.equal(answer.choices[0].message.content, "Hola, mundo.", JSON.stringify(more));
    }
  },

  async whatCannotGoIsRefusedByName() {
    await fails(chat.create(ask("plain", "n", { n: 2 })), { status: 400, type: "invalid_request_error", param: "n" });
    await fails(chat.create({ model: "m", messages: [] }), { status: 400, type: "invalid_request_error", param: "messages" });
    await fails(chat.create({ model: "m", messages: user("plain", "x"), temperature: "hot" }), { status: 400, param: "temperature" });
  },

  async toolChoices() {
    const tools = [{ type: "function", function: { name: "van", parameters: schema } }];
    const allowed = { type: "allowed_tools", allowed_tools: { mode: "auto", tools: [{ type: "function", function: { name: "van" } }] } };
    for (const tool_choice of ["auto", "none", "required", allowed]) {
      await chat.create(ask("plain", "choice", { tools, tool_choice }));
      assert.deepEqual((await sent("choice")).tool_choice, tool_choice);
    }
  },

  twoCallsAtOnce: () => twoCalls("tools"),
  twoCallsThatShareAnIndex: () => twoCalls("same-index"),
  aNameInEachPiece: () => twoCalls("name-again"),

  async theHelperRunsTools() {
    const names = [];
    const tool = (name) => ({ type: "function", function: { name, parse: JSON.parse, parameters: { type: "object", properties: {} }, function: async () => (names.push(name), `hecho ${name}`) } });
    const runner = chat.runTools({ model: "m", messages: user("tools", "runner"), tools: [tool("van"), tool("tir")] });
    assert.equal(await runner.finalContent(), "Listo: hecho van | hecho tir");
    assert.deepEqual(names, ["van", "tir"]);
  },

  async geminisSignatureComesBack() {
    const back = (all) => ({ role: "assistant", content: null, tool_calls: callsOf(all) });
    for (const streamed of [false, true]) {
      const assistant = await toolsThere("thought", streamed, back);
      assert.deepEqual(assistant.tool_calls[0].extra_content, { google: { thought_signature: "c2ln+/A==" } });
      assert.equal(assistant.tool_calls[0].function.arguments, '{"tasa":"10 %"}');
    }
  },

  async deepseeksReasoningComesBack() {
    const back = (all) => ({
      role: "assistant",
      content: null,
      reasoning_content: deltas(all, "reasoning_content"),
      tool_calls: callsOf(all),
    });
    for (const streamed of [false, true]) {
      const assistant = await toolsThere("deepseek", streamed, back);
      assert.equal(assistant.reasoning_content, "Pienso, luego llamo.");
    }
  },

  async reasoningUnderItsName() {
    for (const [said, name] of [["reasoning_content", "reasoning_content"], ["reasoning", "reasoning"], ["thinking", "reasoning_content"]]) {
      // Nobody's client reads "thinking" on this wire.
      const whole = (await chat.create(ask(said, "reasons"))).choices[0].message;
      assert.equal(whole[name], "Dos y dos…", name);
      assert.equal(whole.content, "Son 4.");
      const all = await chunks(ask(said, "reasons"));
      assert.equal(deltas(all, name), "Dos y dos…", name);
      assert.equal(deltas(all, "content"), "Son 4.");
    }
  },

  async refusals() {
    const whole = await chat.create(ask("refusal", "refusal"));
    assert.equal(whole.choices[0].message.refusal, "No puedo ayudar con eso.");
    assert.equal(whole.choices[0].message.content, null);
    assert.equal(whole.choices[0].finish_reason, "stop");
    const streamed = await chat.stream(ask("refusal", "refusal")).finalMessage();
    assert.equal(streamed.refusal, "No puedo ayudar con eso.");
    assert.ok(!streamed.content);
  },

  async structuredOutput() {
    const Clima = z.object({ ciudad: z.string(), grados: z.number() });
    const response_format = zodResponseFormat(Clima, "clima");
    const parsed = await chat.parse(ask("json", "json", { response_format }));
    assert.deepEqual(parsed.choices[0].message.parsed, { ciudad: "Quito", grados: 14 });
    const got = (await sent("json")).response_format;
    assert.deepEqual(got, JSON.parse(JSON.stringify(response_format)));
    const streamed = await chat.stream(ask("json", "json", { response_format })).finalChatCompletion();
    assert.deepEqual(streamed.choices[0].message.parsed, { ciudad: "Quito", grados: 14 });
    const refused = await chat.parse(ask("refusal", "json-refused", { response_format }));
    assert.equal(refused.choices[0].message.parsed, null);
    assert.equal(refused.choices[0].message.refusal, "No puedo ayudar con eso.");
  },

  async endsAtItsLimit() {
    assert.equal((await chat.create(ask("length", "length"))).choices[0].finish_reason, "length");
    assert.deepEqual(finish(await chunks(ask("length", "length"))), ["length"]);
  },

  async aValidEndWithoutDone() {
    const all = await chunks(ask("no-done", "no-done"));
    assert.equal(deltas(all, "content"), "Hola, mundo.");
    assert.deepEqual(finish(all), ["stop"]);
  },

  async aByteOrderMark() {
    assert.equal((await chat.create(ask("bom", "bom"))).choices[0].message.content, "Hola, mundo.");
    assert.equal(deltas(await chunks(ask("bom", "bom")), "content"), "Hola, mundo.");
  },

  async contentInParts() {
    const whole = (await chat.create(ask("parts", "parts"))).choices[0].message;
    assert.equal(whole.content, "Hola, mundo.");
    const all = await chunks(ask("parts", "parts"));
    assert.equal(deltas(all, "content"), "Hola, mundo.");
    // What Magistral thinks is reasoning, under a name that clients read.
    assert.equal(whole.reasoning_content ?? whole.reasoning, "Pienso.");
  },

  async anErrorUnderTwoHundred() {
    for (const answer of ["error-200", "error-chunk"]) {
      for (const stream of [false, true]) {
        if (answer === "error-chunk" && !stream) continue;
        const quick = client.withOptions({ maxRetries: 0 });
        await fails(quick.chat.completions.create(ask(answer, answer, { stream })), { status: 502, code: "model_failed" });
      }
    }
  },

  async aServerThatCannotStream() {
    const all = await chunks(ask("unstreamed", "unstreamed"));
    assert.equal(deltas(all, "content"), "Hola, mundo.");
    assert.deepEqual(finish(all), ["stop"]);
  },

  async aPromptThatIsTooLongIsNotTriedAgain() {
    for (const stream of [false, true]) {
      const tag = `too-long-${stream}`;
      await fails(chat.create(ask("too-long", tag, { stream })), { status: 400, type: "invalid_request_error", code: "context_length_exceeded", message: /8192/ }, (e) => assert.ok(e instanceof OpenAI.BadRequestError));
      assert.equal((await asked(tag)).length, 1);
    }
  },

  async theProvidersOwnRefusal() {
    for (const stream of [false, true]) {
      const members = { status: 400, type: "invalid_request_error", param: "logit_bias", code: "unsupported_value", message: /Unsupported value/ };
      const error = await fails(chat.create(ask("bad-param", `bad-${stream}`, { stream })), members);
      assert.doesNotMatch(error.message, /sk-secret|10\.0\.0\.1/);
      assert.equal((await asked(`bad-${stream}`)).length, 1);
    }
  },

  async busyAfterAWhile() {
    for (const stream of [false, true]) {
      const once = client.withOptions({ maxRetries: 0 });
      const error = await fails(once.chat.completions.create(ask("busy", `busy-${stream}`, { stream })), { status: 429 });
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.equal(error.headers.get("retry-after"), "7");
      assert.equal((await asked(`busy-${stream}`)).length, 1, "tries");
    }
  },

  async triesAreNotMultiplied() {
    for (const stream of [false, true]) {
      const error = await fails(chat.create(ask("down", `down-${stream}`, { stream })), {}, (e) => assert.ok(e.status >= 500));
      assert.equal(error.headers.get("x-should-retry"), "false");
      assert.equal((await asked(`down-${stream}`)).length, 2, "the service's own two tries");
    }
  },

  async errorsOfTheDoor() {
    const stranger = client.withOptions({ apiKey: "sm-wrong" });
    await fails(stranger.chat.completions.create(ask("plain", "x")), { status: 401, code: "invalid_api_key" });
    for (const stream of [false, true]) {
      const error = await fails(chat.create({ ...ask("plain", "x"), model: "nobody", stream }), { status: 404, code: "model_not_found" });
      assert.doesNotMatch(error.message, /[áéíóúñ]|\b(el|la|hay|agente|modelo)\b/i, "in English");
      assert.ok(error.requestID);
    }
  },

  async otherNamesForTheKey() {
    for (const name of ["x-api-key", "api-key"]) {
      const other = new OpenAI({ baseURL, apiKey: "x", defaultHeaders: { Authorization: null, [name]: apiKey } });
      assert.equal((await other.chat.completions.create(ask("plain", "keys"))).choices[0].message.content, "Hola, mundo.");
    }
  },

  async readsModels() {
    assert.equal((await client.models.retrieve("m")).id, "m");
    const tolerant = new OpenAI({ baseURL: `${baseURL}/`, apiKey });
    assert.equal((await tolerant.models.retrieve("m")).id, "m");
    assert.equal((await fetch(`${baseURL}//models/m/`, { headers: { Authorization: `Bearer ${apiKey}` } })).status, 200);
    await fails(client.models.retrieve("org/none"), { status: 404, code: "model_not_found" });
  },

  async aLongStreamIsNotCut() {
    const all = await chunks(ask("slow", "slow"));
    assert.equal(deltas(all, "content").trim().split(" ").length, 30);
    assert.deepEqual(finish(all), ["stop"]);
    assert.equal((await chat.create(ask("plain", "after-slow"))).choices[0].message.content, "Hola, mundo.");
  },

  async aSlowFirstToken() {
    // It takes longer than a persona may take here as a whole: see NodeClients.
    assert.equal(deltas(await chunks(ask("slow-first", "slow-first")), "content"), "Hola, mundo.");
    assert.equal((await chat.create(ask("slow-first", "slow-first"))).choices[0].message.content, "Hola, mundo.");
  },

  async aProblemInTheMiddle() {
    let read = "";
    await fails(async () => {
      for await (const chunk of await chat.create(ask("broken", "broken", { stream: true }))) {
        read += chunk.choices[0]?.delta?.content ?? "";
        if (read === "uno") await go("broken");
      }
    }, { code: "model_broke_off" });
    assert.equal(read, "uno");
  },

  async aborts() {
    const abort = new AbortController();
    const stream = await chat.create(ask("hang", "hang", { stream: true }), { signal: abort.signal });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta?.content === "uno") abort.abort();
    }
    assert.equal(await left(), true);
    const early = new AbortController();
    const call = chat.create(ask("silent", "silent", { stream: true }), { signal: early.signal });
    while ((await asked("silent")).length === 0);
    early.abort();
    await fails(call, { name: "Error" });
    assert.equal(await left(), true, "before the first byte");
    const plain = new AbortController();
    const whole = chat.create(ask("silent", "silent-whole"), { signal: plain.signal });
    while ((await asked("silent-whole")).length === 0);
    plain.abort();
    await fails(whole, {});
    assert.equal(await left(), true, "of a whole answer");
  },

  async nothingOfThisOpensTheBreaker() {
    const quick = client.withOptions({ maxRetries: 0 }).chat.completions;
    for (let i = 0; i < 6; i++) {
      await fails(quick.create(ask("error-200", "breaker", { stream: i % 2 === 0 })), {});
      await fails(quick.create(ask("error-chunk", "breaker", { stream: true })), {});
      await fails(quick.create(ask("too-long", "breaker")), { status: 400 });
      await quick.create(ask("refusal", "breaker"));
    }
    assert.equal((await quick.create(ask("plain", "breaker"))).choices[0].message.content, "Hola, mundo.");
  },

  async agentsAnswerToo() {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    for (const id of ["techbot", "ecobot", "psicoia", "royal", "m"]) assert.ok(ids.includes(id), ids.join());
    const van = { model: "ecobot", messages: [{ role: "user", content: "VAN de -1000, 400, 500, 600 al 10%" }] };
    assert.match((await chat.create(van)).choices[0].message.content, /227,65/);
    assert.match(await chat.stream(van).finalContent(), /227,65/);
    const tools = [{ type: "function", function: { name: "van" } }];
    await fails(chat.create({ ...van, tools, tool_choice: "required" }), { status: 400, param: "tools", code: "own_tools" });
  },

  async tenAtOnce() {
    const all = await Promise.all(Array.from({ length: 10 }, (_, i) => chat.create(ask("plain", `ten-${i}`))));
    assert.ok(all.every((a) => a.choices[0].message.content === "Hola, mundo."));
  },
});

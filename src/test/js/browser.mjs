// OpenAI's client in a page of an allowed origin: see OpenAiInBrowserIT, which serves this and the client's own modules.
import OpenAI from "/openai/index.mjs";

const ask = (content, more = {}) => ({ model: "m", messages: [{ role: "user", content }], ...more });
const error = async (call) => {
  try {
    await call;
    return null;
  } catch (e) {
    return { status: e.status, code: e.code, param: e.param, retryAfter: e.headers?.get("retry-after"), requestId: e.requestID, name: e.constructor.name };
  }
};

export const scenarios = {
  async plain({ chat }) {
    const answer = await chat.create(ask("plain"));
    return { text: answer.choices[0].message.content, requestId: answer._request_id };
  },
  async streamed({ chat }) {
    let text = "";
    for await (const chunk of await chat.create(ask("plain", { stream: true }))) text += chunk.choices[0]?.delta?.content ?? "";
    return text;
  },
  async tools({ chat }) {
    const tools = [{ type: "function", function: { name: "van", strict: true, parameters: { type: "object", properties: {}, additionalProperties: false } } }];
    const message = await chat.stream(ask("same-index", { tools })).finalMessage();
    return message.tool_calls.map((call) => call.function.name);
  },
  async responses({ responses }) {
    let text = "";
    for await (const event of await responses.create({ model: "m", input: "plain", stream: true })) if (event.type === "response.output_text.delta") text += event.delta;
    return text;
  },
  tooLong: ({ chat }) => error(chat.create(ask("too-long"))),
  busy: ({ client }) => error(client.withOptions({ maxRetries: 0 }).chat.completions.create(ask("busy", { stream: true }))),
  stranger: ({ client }) => error(client.withOptions({ apiKey: "sm-wrong" }).chat.completions.create(ask("plain"))),
  async ownHeaders({ client }) {
    const other = client.withOptions({ defaultHeaders: { "X-Title": "Página", "HTTP-Referer": "http://localhost" } });
    return (await other.models.retrieve("m")).id;
  },
};

export async function play(name, baseURL, apiKey) {
  const client = new OpenAI({ baseURL, apiKey, dangerouslyAllowBrowser: true });
  return scenarios[name]({ client, chat: client.chat.completions, responses: client.responses });
}

package dev.sessionmanager.model;

import java.io.IOException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** An OpenAI-compatible server: its base address is {@link #url()} with {@code /v1}. */
public final class OpenAiStub extends ModelStub {

  private static final JsonMapper JSON = new JsonMapper();

  /** What it says to {@code GET /models}. */
  public volatile String offers =
      "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\"}]}";

  /** How it does so. */
  public volatile Answer lookedAt = exchange -> exchange.json(200, offers);

  @Override
  public String url() {
    return super.url() + "/v1";
  }

  @Override
  protected Answer usual() {
    return text("Hola", ", ", "mundo.");
  }

  @Override
  protected void look(Exchange exchange) throws IOException {
    lookedAt.to(exchange);
  }

  /** Says this: piece by piece to who asked for a stream, else in one. */
  public static Answer text(String... pieces) {
    return exchange -> {
      if (exchange.request().streams()) {
        begin(exchange);
        for (String piece : pieces) {
          exchange.piece(content(piece));
        }
        finish(exchange, "stop");
      } else {
        exchange.json(200, whole(string(String.join("", pieces)), "null", "stop"));
      }
    };
  }

  /** Says this, and has no more tokens for the rest. */
  public static Answer cut(String text) {
    return exchange -> {
      if (exchange.request().streams()) {
        begin(exchange);
        exchange.piece(content(text));
        finish(exchange, "length");
      } else {
        exchange.json(200, whole(string(text), "null", "length"));
      }
    };
  }

  /** The head of a stream and its first chunk, which has a role and no text. */
  public static void begin(Exchange exchange) throws IOException {
    exchange.begin("text/event-stream; charset=utf-8");
    exchange.piece(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
  }

  /** A chunk with text. */
  public static String content(String text) {
    return chunk("{\"content\":" + string(text) + "}", "null");
  }

  /** A chunk with any delta. */
  public static String chunk(String delta, String finish) {
    return "data:"
        + " {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finish
        + "}],\"usage\":null}\n\n";
  }

  /** The last chunk, the usage without choices, and the last line. */
  public static void finish(Exchange exchange, String reason) throws IOException {
    exchange.piece(chunk("{}", string(reason)));
    exchange.piece(
        "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,"
            + "\"total_tokens\":18}}\n\n");
    exchange.piece("data: [DONE]\n\n");
    exchange.end();
  }

  /** A whole answer; content and tool calls as JSON. */
  public static String whole(String content, String toolCalls, String finish) {
    return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
               + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        + content
        + ",\"refusal\":null,\"tool_calls\":"
        + toolCalls
        + "},\"finish_reason\":"
        + string(finish)
        + "}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}";
  }

  /** Asks for two tools; a stream sends the first one's arguments in three pieces. */
  public static Answer tools() {
    return exchange -> {
      if (exchange.request().streams()) {
        begin(exchange);
        for (String call :
            List.of(
                call(0, "\"id\":\"call_a\",\"type\":\"function\",", "\"name\":\"van\",", ""),
                call(0, "", "", "{\"tasa\":"),
                call(0, "", "", "\"10 %\"}"),
                call(1, "\"id\":\"call_b\",\"type\":\"function\",", "\"name\":\"tir\",", "{}"))) {
          exchange.piece(chunk("{\"tool_calls\":[" + call + "]}", "null"));
        }
        finish(exchange, "tool_calls");
      } else {
        String calls =
            "["
                + call(
                    0,
                    "\"id\":\"call_a\",\"type\":\"function\",",
                    "\"name\":\"van\",",
                    "{\"tasa\":\"10 %\"}")
                + ','
                + call(1, "\"id\":\"call_b\",\"type\":\"function\",", "\"name\":\"tir\",", "{}")
                + ']';
        exchange.json(200, whole("null", calls, "tool_calls"));
      }
    };
  }

  /** Asks for one tool, in one piece. */
  public static Answer tool(String name, String arguments) {
    return exchange -> {
      String calls =
          '['
              + call(
                  0,
                  "\"id\":\"call_1\",\"type\":\"function\",",
                  "\"name\":" + string(name) + ',',
                  arguments)
              + ']';
      if (exchange.request().streams()) {
        begin(exchange);
        exchange.piece(chunk("{\"tool_calls\":" + calls + "}", "null"));
        finish(exchange, "tool_calls");
      } else {
        exchange.json(200, whole("null", calls, "tool_calls"));
      }
    };
  }

  /** Says this to who asked for a stream, and no more until they leave. */
  public static Answer hangingAfter(String text) {
    return exchange -> {
      begin(exchange);
      exchange.piece(content(text));
      exchange.hang();
    };
  }

  private static String call(int index, String id, String name, String arguments) {
    return "{\"index\":"
        + index
        + ','
        + id
        + "\"function\":{"
        + name
        + "\"arguments\":"
        + string(arguments)
        + "}}";
  }

  /** An error as OpenAI says it. */
  public static Answer error(int status, String type, String code, String... headers) {
    return json(status, errorBody(type, code), headers);
  }

  public static String errorBody(String type, String code) {
    return "{\"error\":{\"message\":\"Upstream words with sk-secret and http://10.0.0.1\",\"type\":"
        + string(type)
        + ",\"param\":null,\"code\":"
        + string(code)
        + "}}";
  }

  private static String string(String text) {
    return JSON.writeValueAsString(text);
  }
}

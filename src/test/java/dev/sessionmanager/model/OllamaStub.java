package dev.sessionmanager.model;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/** A native Ollama. */
public final class OllamaStub extends ModelStub {

  private static final JsonMapper JSON = new JsonMapper();

  /** The models it has; {@code GET /api/tags} tells. */
  public volatile List<String> models = List.of("llama3.2:1b");

  /** Tokens of the window that its models were trained for; {@code POST /api/show} tells. */
  public volatile int trained = 131_072;

  /** What their Modelfile sets, as {@code POST /api/show} tells it. */
  public volatile String parameters = "stop      \"<|eot_id|>\"";

  /** The models that it was asked to show. */
  public final List<String> shows = new CopyOnWriteArrayList<>();

  /** What it says to {@code GET /api/version}. */
  public volatile String version = "{\"version\":\"0.12.3\"}";

  @Override
  protected Answer usual() {
    return text("Hola", ", ", "mundo.");
  }

  @Override
  protected void look(Exchange exchange) throws IOException {
    if (exchange.request().path().equals("/api/version")) {
      exchange.json(200, version);
      return;
    }
    if (exchange.request().path().equals("/api/show")) {
      shows.add(exchange.request().json().path("model").asString());
      exchange.json(
          200,
          "{\"parameters\":"
              + string(parameters)
              + ",\"model_info\":{\"general.architecture\":\"llama\",\"llama.context_length\":"
              + trained
              + ",\"llama.embedding_length\":2048}}");
      return;
    }
    List<String> entries =
        models.stream()
            .map(m -> "{\"name\":%s,\"model\":%s,\"size\":1}".formatted(string(m), string(m)))
            .toList();
    exchange.json(200, "{\"models\":[" + String.join(",", entries) + "]}");
  }

  /** Says this: line by line to who asked for a stream, else in one. */
  public static Answer text(String... pieces) {
    return exchange -> {
      if (exchange.request().streams()) {
        begin(exchange);
        for (String piece : pieces) {
          exchange.piece(content(piece));
        }
        exchange.piece(last());
        exchange.end();
      } else {
        exchange.json(
            200,
            "{\"model\":\"llama3.2:1b\",\"created_at\":\"2026-11-21T00:00:00Z\",\"message\":"
                + "{\"role\":\"assistant\",\"content\":"
                + string(String.join("", pieces))
                + "},\"done_reason\":\"stop\",\"done\":true,\"prompt_eval_count\":11,"
                + "\"eval_count\":7}");
      }
    };
  }

  /** Says this, and has no more tokens for the rest. */
  public static Answer cut(String text) {
    return exchange -> {
      begin(exchange);
      exchange.piece(content(text));
      exchange.piece(last().replace("\"stop\"", "\"length\""));
      exchange.end();
    };
  }

  public static void begin(Exchange exchange) throws IOException {
    exchange.begin("application/x-ndjson");
  }

  /** A line with text. */
  public static String content(String text) {
    return message("{\"role\":\"assistant\",\"content\":" + string(text) + "}");
  }

  /** A line with any message. */
  public static String message(String message) {
    return "{\"model\":\"llama3.2:1b\",\"created_at\":\"2026-11-21T00:00:00Z\",\"message\":"
        + message
        + ",\"done\":false}\n";
  }

  /** The last line, with the counts. */
  public static String last() {
    return "{\"model\":\"llama3.2:1b\",\"created_at\":\"2026-11-21T00:00:00Z\",\"message\":"
        + "{\"role\":\"assistant\",\"content\":\"\"},\"done_reason\":\"stop\",\"done\":true,"
        + "\"total_duration\":1,\"prompt_eval_count\":11,\"eval_count\":7}\n";
  }

  private static String string(String text) {
    return JSON.writeValueAsString(text);
  }
}

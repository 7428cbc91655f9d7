package dev.sessionmanager.model;

import static dev.sessionmanager.model.OddWire.both;
import static dev.sessionmanager.model.OddWire.delta;
import static dev.sessionmanager.model.OddWire.end;
import static dev.sessionmanager.model.OddWire.error;
import static dev.sessionmanager.model.OddWire.pause;
import static dev.sessionmanager.model.OddWire.quoted;

import dev.sessionmanager.model.ModelStub.Answer;
import java.util.Map;
import java.util.function.Consumer;

/** What {@link OddUpstream} answers that fails, waits or breaks off, by name. */
final class OddFailures {

  private OddFailures() {}

  /**
   * Adds them.
   *
   * @param awaitGo holds the answer of that name until its program says go
   */
  static void addTo(Map<String, Answer> answers, Consumer<String> awaitGo) {
    String routed =
        quoted("{'error':{'message':'Provider returned error','code':502,'metadata':{}}}");
    answers.put("error-200", ModelStub.json(200, routed));
    answers.put("error-chunk", errorChunk());
    answers.put(
        "too-long",
        error(
            400,
            "This model\\'s maximum context length is 8192 tokens, you asked for 9001.",
            "'type':'invalid_request_error','param':'messages','code':'context_length_exceeded'"));
    answers.put(
        "bad-param",
        error(
            400,
            "Unsupported value: \\'logit_bias\\'. See http://10.0.0.1/x with key"
                + " sk-secret1234567890abcd",
            "'type':'invalid_request_error','param':'logit_bias','code':'unsupported_value'"));
    answers.put(
        "busy",
        exchange -> {
          pause(600);
          exchange.json(
              429,
              quoted(
                  "{'error':{'message':'Rate limit reached for m','type':'requests','param':null,"
                      + "'code':'rate_limit_exceeded'}}"),
              "Retry-After",
              "7");
        });
    answers.put(
        "broken",
        exchange -> {
          OpenAiStub.begin(exchange);
          exchange.piece(delta("{'content':'uno'}"));
          awaitGo.accept("broken");
          exchange.piece(
              "data: " + quoted("{'error':{'message':'x','type':'server_error'}}") + "\n\n");
          exchange.end();
        });
    answers.put(
        "gated",
        exchange -> {
          OpenAiStub.begin(exchange);
          exchange.piece(delta("{'content':'uno '}"));
          awaitGo.accept("gated");
          exchange.piece(delta("{'content':'dos'}"));
          end(exchange, "stop");
        });
    answers.put("down", error(500, "x", "'type':'server_error','code':null"));
    answers.put("hang", OpenAiStub.hangingAfter("uno"));
    answers.put("silent", ModelStub.silence());
    answers.put(
        "slow-first",
        exchange -> {
          pause(1_200);
          both("'content':'Hola, mundo.'", "stop", "{'content':'Hola, mundo.'}").to(exchange);
        });
    answers.put(
        "slow",
        exchange -> {
          OpenAiStub.begin(exchange);
          for (int i = 0; i < 30; i++) {
            exchange.piece(delta("{'content':'" + i + " '}"));
            pause(50);
          }
          end(exchange, "stop");
        });
  }

  /** OpenRouter's, where the provider behind it fails before its first word. */
  private static Answer errorChunk() {
    String chunk =
        "{'id':'gen-1','object':'chat.completion.chunk','created':1,'model':'m','provider':'X',"
            + "'error':{'code':502,'message':'Provider disconnected'},"
            + "'choices':[{'index':0,'delta':{'content':''},'finish_reason':'error'}]}";
    return exchange -> {
      exchange.begin("text/event-stream");
      exchange.piece(": OPENROUTER PROCESSING\n\n");
      exchange.piece("data: " + quoted(chunk) + "\n\n");
      exchange.piece("data: [DONE]\n\n");
      exchange.end();
    };
  }
}

package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.model.OpenAiStub;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** What the tests of OpenAI's clients share: the jar, its model and a key to it. */
final class OpenAiClients implements AutoCloseable {

  private static final String BROKEN =
      "data: {\"error\":{\"message\":\"x\",\"type\":\"server_error\",\"code\":null}}\n\n";

  final OpenAiStub model = new OpenAiStub();
  final PackagedService service;
  final String[] user;
  final String key;

  OpenAiClients(Path data) throws Exception {
    service = new PackagedService(data, model.url(), "PER_USER_MAX=50", "LLM_MAX_RETRIES=0");
    user = service.login("user_1", "1234");
    key = service.post("/keys", "{\"name\":\"clients\"}", user).text("/data/key/key");
  }

  String baseUrl() {
    return "http://localhost:" + service.port + "/v1";
  }

  /** The model says one word and fails once the client has read it. */
  CountDownLatch failsOnceRead() {
    CountDownLatch read = new CountDownLatch(1);
    model.next(exchange -> {
      OpenAiStub.begin(exchange);
      exchange.piece(OpenAiStub.content("uno"));
      try {
        read.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      exchange.piece(BROKEN);
      exchange.end();
    });
    return read;
  }

  /** That the model was sent what the client has sent. */
  void asked(boolean streamed) {
    JsonNode request = model.request().json();
    assertThat(request.path("stream").asBoolean(false)).isEqualTo(streamed);
    assertThat(request.path("model").asString()).isEqualTo("m");
    assertThat(request.path("temperature").asDouble()).isEqualTo(0.25);
    assertThat(request.path("messages").findValuesAsString("role"))
        .containsExactly("system", "user");
    assertThat(request.path("messages").findValuesAsString("content"))
        .containsExactly("Sé breve.", "uno dos tres");
  }

  /** That the model was sent the client's tool and, at last, what it and another have given. */
  void askedWithTools() {
    JsonNode request = model.request().json();
    JsonNode tool = request.at("/tools/0/function");
    assertThat(tool.path("name").asString()).isEqualTo("van");
    assertThat(tool.at("/parameters/properties/tasa/type").asString()).isEqualTo("string");
    assertThat(request.path("messages").findValuesAsString("role"))
        .containsExactly("system", "user", "assistant", "tool", "tool");
    JsonNode calls = request.at("/messages/2/tool_calls");
    assertThat(calls.findValuesAsString("id")).containsExactly("call_a", "call_b");
    assertThat(calls.at("/0/function/arguments").asString()).isEqualTo("{\"tasa\":\"10 %\"}");
    assertThat(request.at("/messages/3/tool_call_id").asString()).isEqualTo("call_a");
    assertThat(request.at("/messages/3/content").asString()).isEqualTo("227,65");
    assertThat(request.at("/messages/4/content").asString()).isEqualTo("21,65 %");
  }

  @Override
  public void close() {
    service.close();
    model.close();
  }
}

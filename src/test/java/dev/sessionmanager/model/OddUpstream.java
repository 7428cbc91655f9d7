package dev.sessionmanager.model;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An OpenAI-compatible server as public bug reports describe them. The first word of the last thing
 * that the user says is the name of an answer of {@link OddAnswers}. The programs of {@code
 * src/test/js} ask it themselves: {@code /asked/<word>} for the bodies it was sent with that word,
 * {@code /go/<name>} to let a waiting answer go on, {@code /left} to wait until a client has left.
 */
public final class OddUpstream extends ModelStub {

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final Map<String, Answer> answers = OddAnswers.all();

  public OddUpstream() {
    OddFailures.addTo(answers, this::awaitGo);
  }

  @Override
  public String url() {
    return super.url() + "/v1";
  }

  /** Where the programs ask. */
  public String control() {
    return super.url();
  }

  @Override
  protected Answer usual() {
    return exchange -> answer(exchange.request().json()).to(exchange);
  }

  private Answer answer(JsonNode request) {
    JsonNode messages = request.path("messages");
    String said = "";
    for (JsonNode message : messages) {
      if (message.path("role").asString("").equals("user")) {
        said = words(message.path("content"));
      }
    }
    String name = said.strip().split("[\\s:]", 2)[0];
    JsonNode last = messages.path(messages.size() - 1);
    if (last.path("role").asString("").equals("tool")) {
      return OddAnswers.afterTools(name, messages);
    }
    Answer known = answers.get(name);
    return known == null ? Objects.requireNonNull(answers.get("plain")) : known;
  }

  /** A text, or the texts of its parts. */
  static String words(JsonNode content) {
    return content.isArray()
        ? content.valueStream().map(p -> p.path("text").asString("")).collect(Collectors.joining())
        : content.asString("");
  }

  /** Holds an answer until its program says go; 20 s at most. */
  private void awaitGo(String name) {
    try {
      if (!gate(name).await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody said go: " + name);
      }
      gates.remove(name);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CountDownLatch gate(String name) {
    return gates.computeIfAbsent(name, any -> new CountDownLatch(1));
  }

  @Override
  protected void look(Exchange exchange) throws IOException {
    String[] path = exchange.request().path().split("/", 3);
    switch (path[1]) {
      case "asked" -> {
        String word = URLDecoder.decode(path[2], StandardCharsets.UTF_8);
        List<String> bodies =
            requests.stream().map(Request::body).filter(body -> body.contains(word)).toList();
        exchange.json(200, JSON.writeValueAsString(bodies));
      }
      case "go" -> {
        gate(path[2]).countDown();
        exchange.json(200, "true");
      }
      case "left" -> exchange.json(200, Boolean.toString(clientLeft(2, TimeUnit.SECONDS)));
      default ->
          exchange.json(
              200, "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\"}]}");
    }
  }
}

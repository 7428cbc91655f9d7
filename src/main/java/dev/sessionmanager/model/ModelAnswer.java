package dev.sessionmanager.model;

import static dev.sessionmanager.model.StreamedCalls.string;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Pieces;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One model's answer, read from its provider's JSON, whole or piece by piece. Belongs to one
 * thread.
 */
final class ModelAnswer {

  /** Those of OpenAI; servers that stop for another reason do not say that they are done. */
  private static final Set<String> REASONS =
      Set.of("stop", "length", "tool_calls", "function_call", "content_filter");

  /** What a message has beside what is read here goes to the caller as it came. */
  private static final Set<String> READ =
      Set.of("role", "content", "tool_calls", "refusal", "function_call", "tool_name");

  /** What servers call it that a model thinks: DeepSeek, vLLM, OpenRouter, Groq; Ollama. */
  private static final Set<String> REASONING = Set.of("reasoning_content", "reasoning", "thinking");

  /** What a provider's usage has beside its details. */
  private static final Set<String> COUNTS =
      Set.of("prompt_tokens", "completion_tokens", "total_tokens");

  private final Target target;
  private final Pieces pieces = new Pieces();
  private final Pieces fresh = new Pieces();
  private final StreamedCalls calls = new StreamedCalls();
  private @Nullable String finish;
  private int inputTokens;
  private int outputTokens;
  private Map<String, Object> details = Map.of();
  private boolean complete;

  ModelAnswer(Target target) {
    this.target = target;
  }

  /** The last piece has come. */
  void completed() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  /** Whether the model has said why it stops, after which nothing of the answer comes. */
  boolean isFinished() {
    return finish != null;
  }

  /** Reads a whole answer and returns what it says; null is one that is no JSON. */
  List<Piece> readWhole(@Nullable JsonNode json) {
    return read(json, true);
  }

  /** Reads a piece of a stream and returns what it adds; null is one that is no JSON. */
  List<Piece> readPiece(@Nullable JsonNode json) {
    return read(json, false);
  }

  /** What was held back until the answer's end. */
  List<Piece> end() {
    calls.end(this::say);
    return fresh.drain();
  }

  private List<Piece> read(@Nullable JsonNode json, boolean whole) {
    if (json == null || !json.isObject()) {
      throw unreadable(null);
    }
    try {
      if (target.ollama()) {
        ollama(json, whole);
      } else {
        openAi(json, whole);
      }
      return fresh.drain();
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  private static ModelFailure unreadable(@Nullable JacksonException why) {
    Problem problem = new Problem(Kind.MODEL_UNREADABLE);
    return ModelFailure.lasting(why == null ? problem : problem.causedBy(why));
  }

  private void openAi(JsonNode json, boolean whole) {
    JsonNode usage = json.path("usage");
    inputTokens = usage.path("prompt_tokens").asInt(inputTokens);
    outputTokens = usage.path("completion_tokens").asInt(outputTokens);
    details = usage.isObject() ? others(usage, COUNTS) : details;
    JsonNode choice = json.path("choices").path(0);
    String reason = string(choice.path("finish_reason"));
    finish = REASONS.contains(reason) ? reason : finish;
    said(choice.path(whole ? "message" : "delta"), whole);
  }

  /** Ollama sends each wish for a tool whole, older versions without a number. */
  private void ollama(JsonNode json, boolean whole) {
    inputTokens = json.path("prompt_eval_count").asInt(inputTokens);
    outputTokens = json.path("eval_count").asInt(outputTokens);
    finish = json.path("done_reason").asString(finish);
    complete = json.path("done").asBoolean(false);
    said(json.path("message"), whole);
  }

  private void said(JsonNode message, boolean whole) {
    if (whole && !message.isObject()) {
      throw unreadable(null);
    }
    String thought = "";
    for (Map.Entry<String, JsonNode> member : message.properties()) {
      String name = member.getKey();
      if (REASONING.contains(name) && member.getValue().isString()) {
        String text = member.getValue().asString();
        if (!text.equals(thought)) { // some servers say it under two names
          say(new Piece.Reasoning(text, name.equals("thinking") ? "reasoning_content" : name));
          thought = text;
        }
      }
    }
    content(message.path("content"));
    say(new Piece.Refusal(string(message.path("refusal"))));
    for (JsonNode each : message.path("tool_calls")) {
      calls.read(each, whole || target.ollama(), this::say);
    }
    Map<String, Object> extra = others(message, READ);
    extra.keySet().removeIf(name -> REASONING.contains(name) && extra.get(name) instanceof String);
    if (!extra.isEmpty()) {
      say(new Piece.Extra(extra));
    }
  }

  /** A text, or parts of one: Mistral's have the thoughts among them. */
  private void content(JsonNode content) {
    if (!content.isArray()) {
      say(new Piece.Text(string(content)));
      return;
    }
    for (JsonNode part : content) {
      switch (string(part.path("type"))) {
        case "text", "output_text" -> say(new Piece.Text(string(part.path("text"))));
        case "refusal" -> say(new Piece.Refusal(string(part.path("refusal"))));
        case "thinking" -> {
          JsonNode thinking = part.path("thinking");
          if (thinking.isString()) {
            say(new Piece.Reasoning(thinking.asString(), "reasoning_content"));
          }
          for (JsonNode thought : thinking) {
            say(new Piece.Reasoning(string(thought.path("text")), "reasoning_content"));
          }
        }
        default -> {
          if (!part.isObject()) { // a part that is none, unless it is a text
            say(new Piece.Text(part.stringValue()));
          }
        }
      }
    }
  }

  private void say(Piece piece) {
    pieces.add(piece);
    fresh.add(piece);
  }

  /** The members that are not read here and say something. */
  private static Map<String, Object> others(JsonNode object, Set<String> read) {
    Map<String, Object> others = new LinkedHashMap<>(0);
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNode value = member.getValue();
      if (!read.contains(member.getKey())
          && !value.isNull()
          && !(value.isContainer() && value.isEmpty())) {
        others.put(member.getKey(), Json.value(value));
      }
    }
    return others;
  }

  /**
   * The answer once it is whole.
   *
   * @throws ModelFailure where it says nothing and not why, or wants a tool without a name
   */
  Completion completion(long firstTokenMillis) {
    calls.end(this::say);
    List<Piece> all = pieces.all();
    String text = Pieces.text(all);
    boolean silent = text.isEmpty() && calls.isEmpty();
    if (silent && "content_filter".equals(finish)) {
      throw ModelFailure.lasting(new Problem(Kind.CONTENT_REFUSED));
    }
    if (calls.nameless() || (silent && finish == null)) {
      throw unreadable(null);
    }
    String reason =
        switch (finish) {
          case "length", "content_filter" -> finish;
          case null, default -> "stop";
        };
    return new Completion(
        text.isEmpty() && !calls.isEmpty() ? null : text,
        calls.all(),
        calls.isEmpty() ? reason : "tool_calls",
        new Usage(
            target.model(),
            target.provider(),
            inputTokens,
            outputTokens,
            firstTokenMillis,
            details),
        all);
  }
}

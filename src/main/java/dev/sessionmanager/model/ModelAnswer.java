package dev.sessionmanager.model;

import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * One model's answer, read from its provider's JSON, whole or piece by piece. Belongs to one
 * thread.
 */
final class ModelAnswer {

  /** A wish for a tool; in a stream its arguments come in pieces. */
  private static final class Call {
    private String id = "";
    private final StringBuilder name = new StringBuilder();
    private final StringBuilder arguments = new StringBuilder();

    ToolCall toolCall() {
      String known = id.isBlank() ? "call_" + UUID.randomUUID() : id;
      return new ToolCall(known, name.toString(), arguments.toString());
    }
  }

  /** Those of OpenAI; servers that stop for another reason do not say that they are done. */
  private static final Set<String> REASONS =
      Set.of("stop", "length", "tool_calls", "function_call", "content_filter");

  /** Far more wishes for tools than a model has, or anybody would fulfil. */
  private static final int CALLS_MAX = 1000;

  private final Target target;
  private final StringBuilder text = new StringBuilder();
  private final Map<Integer, Call> calls = new TreeMap<>();
  private @Nullable String finish;
  private int inputTokens;
  private int outputTokens;
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

  boolean hasCalls() {
    return !calls.isEmpty();
  }

  /** Reads a whole answer; null is one that is no JSON. */
  void readWhole(@Nullable JsonNode json) {
    var _ = read(json, true);
  }

  /** Reads a piece of a stream and returns its text; null is one that is no JSON. */
  String readPiece(@Nullable JsonNode json) {
    return read(json, false);
  }

  private String read(@Nullable JsonNode json, boolean whole) {
    if (json == null || !json.isObject()) {
      throw unreadable(null);
    }
    try {
      String said = target.ollama() ? ollama(json, whole) : openAi(json, whole);
      text.append(said);
      return said;
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  private static ModelFailure unreadable(@Nullable JacksonException why) {
    Problem problem = new Problem(Kind.MODEL_UNREADABLE);
    return ModelFailure.lasting(why == null ? problem : problem.causedBy(why));
  }

  private String openAi(JsonNode json, boolean whole) {
    JsonNode usage = json.path("usage");
    inputTokens = usage.path("prompt_tokens").asInt(inputTokens);
    outputTokens = usage.path("completion_tokens").asInt(outputTokens);
    JsonNode choice = json.path("choices").path(0);
    String reason = choice.path("finish_reason").asString("");
    finish = REASONS.contains(reason) ? reason : finish;
    return said(choice.path(whole ? "message" : "delta"), whole);
  }

  /** Ollama sends each wish for a tool whole, older versions without a number. */
  private String ollama(JsonNode json, boolean whole) {
    inputTokens = json.path("prompt_eval_count").asInt(inputTokens);
    outputTokens = json.path("eval_count").asInt(outputTokens);
    finish = json.path("done_reason").asString(finish);
    complete = json.path("done").asBoolean(false);
    return said(json.path("message"), whole);
  }

  private String said(JsonNode message, boolean whole) {
    // A whole answer has a message, and none in which the model refuses.
    if (whole && (!message.isObject() || !string(message.path("refusal")).isBlank())) {
      throw unreadable(null);
    }
    for (JsonNode each : message.path("tool_calls")) {
      JsonNode function = each.path("function");
      String id = string(each.path("id"));
      boolean piece = !whole && !target.ollama();
      Call call = calls.computeIfAbsent(piece ? number(each, id) : calls.size(), _ -> new Call());
      if (calls.size() > CALLS_MAX) {
        throw unreadable(null);
      }
      call.id = id.isBlank() ? call.id : id; // some servers repeat it in each piece
      call.name.append(string(function.path("name")));
      JsonNode arguments = function.path("arguments");
      String given = arguments.isObject() ? arguments.toString() : string(arguments);
      call.arguments.append(given.isEmpty() && !piece ? "{}" : given);
    }
    return string(message.path("content"));
  }

  /** Which wish for a tool a piece belongs to; without a number to the last, or to a new one. */
  private int number(JsonNode piece, String id) {
    int last = Math.max(0, calls.size() - 1);
    Call known = calls.get(last);
    boolean another = known != null && !id.isBlank() && !id.equals(known.id);
    return piece.path("index").asInt(another ? last + 1 : last);
  }

  /** A text; empty where there is none. */
  private static String string(JsonNode node) {
    return node.isNull() || node.isMissingNode() ? "" : node.asString();
  }

  /**
   * The answer once it is whole.
   *
   * @throws ModelFailure where it says nothing and not why, or wants a tool without a name
   */
  Completion completion(long firstTokenMillis) {
    boolean silent = text.isEmpty() && calls.isEmpty();
    if (silent && "content_filter".equals(finish)) {
      throw ModelFailure.lasting(new Problem(Kind.CONTENT_REFUSED));
    }
    boolean nameless = calls.values().stream().anyMatch(call -> call.name.isEmpty());
    if (nameless || (silent && finish == null)) {
      throw unreadable(null);
    }
    String reason =
        switch (finish) {
          case "length", "content_filter" -> finish;
          case null, default -> "stop";
        };
    return new Completion(
        text.isEmpty() && !calls.isEmpty() ? null : text.toString(),
        calls.values().stream().map(Call::toolCall).toList(),
        calls.isEmpty() ? reason : "tool_calls",
        new Usage(target.model(), target.provider(), inputTokens, outputTokens, firstTokenMillis));
  }
}

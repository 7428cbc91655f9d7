package dev.sessionmanager.model;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParsingHandle;
import dev.sessionmanager.http.BoundedLines;
import dev.sessionmanager.http.HttpAnswer;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a streamed answer on the caller's thread, OpenAI's server-sent events or Ollama's lines of
 * JSON, and hands each event to LangChain4j as it comes. It sees to what LangChain4j lets pass: an
 * error in the middle, an end without the last line, and Ollama's tool calls without numbers.
 */
final class ProviderEventStream {

  private static final String LAST = "[DONE]";

  /** Nobody cancels by it: a call that fails stops this reader itself. */
  private static final ServerSentEventContext CONTEXT =
      new ServerSentEventContext(
          new ServerSentEventParsingHandle() {
            @Override
            public void cancel() {}

            @Override
            public boolean isCancelled() {
              return false;
            }
          });

  private final BoundedLines lines;
  private final ProviderCall call;
  private final HttpAnswer answer;
  private final ProviderRefusals refusals;
  private final ServerSentEventListener listener;
  private final Event nameless = new Event(null);
  private boolean anything;
  private int toolCalls;

  ProviderEventStream(
      BoundedLines lines,
      ProviderCall call,
      HttpAnswer answer,
      ProviderRefusals refusals,
      ServerSentEventListener listener) {
    this.lines = lines;
    this.call = call;
    this.answer = answer;
    this.refusals = refusals;
    this.listener = listener;
  }

  /** Reads to the last piece; what comes behind it is the caller's. */
  void read() throws IOException {
    if (call.target().ollama()) {
      readLines();
    } else {
      readEvents();
    }
    if (!call.complete()) {
      throw anything
          ? ModelFailure.passing(new Problem(Kind.MODEL_BROKE_OFF), null)
          : ModelFailure.lasting(new Problem(Kind.MODEL_UNREADABLE));
    }
  }

  private void readLines() throws IOException {
    String line;
    while (!call.complete() && (line = lines.next()) != null) {
      if (!line.isBlank()) {
        answer.seen();
        give(null, numbered(line));
      }
    }
  }

  private void readEvents() throws IOException {
    String event = null;
    String data = "";
    String line;
    do {
      line = lines.next();
      if (line == null || line.isEmpty()) {
        if (!data.isEmpty() && event(event, data)) {
          return;
        }
        event = null;
        data = "";
      } else if (line.startsWith("data:")) {
        answer.seen();
        String more = value(line, "data:".length());
        data = data.isEmpty() ? more : data + '\n' + more;
      } else if (line.startsWith("event:")) {
        event = value(line, "event:".length());
      } else if (line.startsWith(":")) {
        answer.seen();
      }
    } while (line != null);
  }

  /** From there to the end. Without the standard's one space strip() has nothing to copy. */
  private static String value(String line, int from) {
    return line.substring(line.startsWith(" ", from) ? from + 1 : from).strip();
  }

  /** Returns whether it was the last one. */
  private boolean event(@Nullable String event, String data) {
    if (data.equals(LAST)) {
      if (anything) {
        listener.onClose();
        call.throwIfFailed();
      }
      return true;
    }
    give(event, data);
    return false;
  }

  private void give(@Nullable String event, String data) {
    throwIfError(event, data);
    try {
      Event given = event == null ? nameless : new Event(event);
      given.data = data;
      listener.onEvent(given, CONTEXT);
      given.data = null;
    } catch (RuntimeException unreadable) {
      throw call.unreadable(unreadable);
    }
    call.throwIfFailed();
    anything = true;
  }

  /**
   * LangChain4j keeps each event until the stream has ended. Nobody asks for them: its text need
   * not stay with it, and one object does for all that have no name.
   */
  private static final class Event extends ServerSentEvent {
    private @Nullable String data;

    Event(@Nullable String event) {
      super(event, null);
    }

    @Override
    public @Nullable String data() {
      return data;
    }
  }

  private void throwIfError(@Nullable String event, String data) {
    boolean named = "error".equals(event);
    // As a key it stands between plain quotes; within a text those would be escaped.
    if (named || data.contains("\"error\"")) {
      JsonNode tree = Json.tree(data);
      JsonNode error = tree == null ? null : tree.path("error");
      if (named || (error != null && (!error.isEmpty() || error.isString()))) {
        throw call.fail(refusals.midway(tree));
      }
    }
  }

  /**
   * Ollama sends each tool call whole, older versions without an index; LangChain4j would run those
   * together.
   */
  private String numbered(String line) {
    if (!line.contains("\"tool_calls\"")) {
      return line;
    }
    JsonNode tree = Json.tree(line);
    if (tree == null) {
      return line;
    }
    for (JsonNode each : tree.path("message").path("tool_calls")) {
      if (each.path("function") instanceof ObjectNode function) {
        function.put("index", toolCalls++);
      }
    }
    return tree.toString();
  }
}

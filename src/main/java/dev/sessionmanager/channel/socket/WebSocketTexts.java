package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.ProblemBody;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What WebSockets say themselves, and how they read: sentences, problems, JSON. Any thread. */
@Component
final class WebSocketTexts {

  private final MessageSource messages;
  private final ProblemBody problems;
  private final JsonMapper json;
  private final FieldCheck fields;

  WebSocketTexts(MessageSource messages, ProblemBody problems, JsonMapper json, FieldCheck fields) {
    this.messages = messages;
    this.problems = problems;
    this.json = json;
    this.fields = fields;
  }

  JsonMapper json() {
    return json;
  }

  FieldCheck fields() {
    return fields;
  }

  /** A sentence of the message bundles. */
  String text(String key, Locale language, Object... arguments) {
    return Objects.requireNonNull(messages.getMessage(key, arguments, key, language));
  }

  /** A problem in one line, with what is wrong about each field. */
  String sentence(Problem problem, Locale language) {
    Map<String, String> errors = problems.errors(problem, language);
    String sentence = problems.sentence(problem, language);
    return errors.isEmpty() ? sentence : sentence + ' ' + String.join("; ", errors.values());
  }

  Map<String, Object> body(Problem problem, Locale language, String traceId) {
    return problems.of(problem, language, traceId);
  }
}

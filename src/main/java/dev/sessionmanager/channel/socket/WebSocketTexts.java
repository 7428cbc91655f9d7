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

/** How WebSockets read and write: sentences, problems, JSON, links. Any thread. */
@Component
record WebSocketTexts(
    MessageSource messages,
    ProblemBody problems,
    JsonMapper json,
    FieldCheck fields,
    WebAddress web) {

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
}

package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.gateway.Summary;
import dev.sessionmanager.model.Completion;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.model.ModelRequest;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.text.Language;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Has an agent's model sum up what its window does not hold any more. Any thread. */
record SummaryWriter(AgentServices means, AgentFile file) {

  /** Tokens of a summary at most: some 200 words. */
  private static final int TOKENS_MAX = 400;

  /** Tokens of one at least: one sentence. */
  private static final int TOKENS_MIN = 30;

  /**
   * Of the tokens that an agent's prompt leaves in its requests, so that the last turns keep most.
   */
  private static final double SHARE_MAX = 0.25;

  /** It is to keep to what was said. */
  private static final double TEMPERATURE = 0.2;

  /** Characters of a token in a summary that is longer than it was to be. */
  private static final int CHARS_PER_TOKEN = 6;

  /**
   * A summary of as many of the messages as the model can read at once, whole turns, at least one.
   * Parameters as for {@link dev.sessionmanager.gateway.Agent#summarise}.
   *
   * @throws Problem why there is none
   */
  Optional<Summary> of(
      @Nullable String before, List<Message> messages, Locale reader, String requestId) {
    Optional<Model> model = means.model(file);
    if (model.isEmpty() || messages.isEmpty()) {
      return Optional.empty();
    }
    String name = model.get().name();
    int left =
        ModelRequestBuilder.budget(means, file, name, TOKENS_MAX)
            - means.models().tokens(name, file.prompt());
    int most = Math.clamp((long) (left * SHARE_MAX), TOKENS_MIN, TOKENS_MAX);
    Locale language = language(messages, reader);
    String task = sentence("agent.summary.task", language, most / 2);
    String heading = before == null ? "" : sentence("agent.summary.before", language, before);
    int room = budget(name) - means.models().tokens(name, task + heading);
    Transcript said = said(messages, room, text -> means.models().tokens(name, text), language);
    Completion made =
        means
            .models()
            .complete(
                ModelRequest.of(
                    means.connected(file),
                    List.of(Message.system(task), Message.user(heading + said.text())),
                    AnswerOptions.DEFAULTS.within(TEMPERATURE, most),
                    null,
                    requestId));
    String text = made.text() == null ? "" : made.text().strip();
    if (text.isEmpty()) {
      throw new Problem(Problem.Kind.MODEL_SILENT);
    }
    String kept = text.substring(0, Math.min(text.length(), most * CHARS_PER_TOKEN));
    return Optional.of(new Summary(kept, said.messages(), made.usage()));
  }

  /** Tokens of a conversation that are read for its title: the first words say what it is about. */
  private static final int TITLE_ROOM = 600;

  /** Tokens of a title at most: a line. */
  private static final int TITLE_TOKENS = 40;

  /** Quotes, marks and a full stop around a title. */
  private static final Pattern AROUND = Pattern.compile("^[\\s\"'«“*#]+|[\\s\"'»”*.]+$");

  /**
   * A title of a conversation that begins so. Parameters as for {@link
   * dev.sessionmanager.gateway.Agent#title}.
   *
   * @throws Problem why there is none
   */
  Optional<Summary> title(List<Message> messages, Locale reader, String requestId) {
    Optional<Model> model = means.model(file);
    if (model.isEmpty() || messages.isEmpty()) {
      return Optional.empty();
    }
    String name = model.get().name();
    Locale language = language(messages, reader);
    String task = sentence("agent.title.task", language);
    int room = Math.min(budget(name) - means.models().tokens(name, task), TITLE_ROOM);
    Transcript said = said(messages, room, text -> means.models().tokens(name, text), language);
    Completion made =
        means
            .models()
            .complete(
                ModelRequest.of(
                    means.connected(file),
                    List.of(Message.system(task), Message.user(said.text())),
                    AnswerOptions.DEFAULTS.within(TEMPERATURE, TITLE_TOKENS),
                    null,
                    requestId));
    String first = made.text() == null ? "" : made.text().strip().lines().findFirst().orElse("");
    String text = AROUND.matcher(first).replaceAll("");
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new Summary(text, messages.size(), made.usage()));
  }

  /** What the model may read here: its whole window, also where the agent's own budget is less. */
  private int budget(String model) {
    return means.models().inputBudget(model, TOKENS_MAX, file.contextWindow());
  }

  private record Transcript(String text, int messages) {}

  /** As many whole turns as fit, at least one, which is cut then. */
  private Transcript said(
      List<Message> messages, int room, ToIntFunction<String> tokens, Locale language) {
    StringBuilder text = new StringBuilder();
    int left = room;
    int taken = 0;
    while (taken < messages.size()) {
      int end = Math.min(taken + 2, messages.size());
      StringBuilder turn = new StringBuilder();
      messages.subList(taken, end).forEach(message -> turn.append(line(message, language)));
      int cost = tokens.applyAsInt(turn.toString());
      if (cost > left && taken > 0) {
        break;
      }
      double share = Math.clamp((double) left / Math.max(1, cost), 0, 1);
      text.append(turn, 0, (int) (turn.length() * share));
      left -= cost;
      taken = end;
    }
    return new Transcript(text.toString(), taken);
  }

  private String line(Message message, Locale language) {
    String who = message.role() == Role.USER ? "agent.summary.person" : "agent.summary.agent";
    return sentence(who, language, message.text() == null ? "" : message.text()) + "\n\n";
  }

  /** The agent's own, else that of the words, where they tell. */
  private Locale language(List<Message> messages, Locale reader) {
    if (file.language() != null) {
      return file.language();
    }
    String words = messages.getFirst().text();
    Language written = Language.of(words == null ? "" : words);
    return written == Language.OTHER ? reader : Locale.of(written.code());
  }

  private String sentence(String key, Locale language, Object... arguments) {
    return means.messages().getMessage(key, arguments, language);
  }
}

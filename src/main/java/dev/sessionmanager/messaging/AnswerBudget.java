package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.messaging.GivenAnswers.Given;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * How much one person is answered: two bots that talk to each other would never stop. More than
 * {@code MESSAGE_ANSWERS_MAX} answers within {@code messaging.answers-window}, or the same text
 * again and again, make the bot pause in the conversation. It says so once, and the operator sees
 * it among the conversations that humans hold, with the reason, and gives it back there; what was
 * answered before a pause does not count after it. Counted from the file, so that a restart makes
 * no difference. Any thread.
 */
@Component
class AnswerBudget implements AnswerRule {

  private static final Logger logger = LoggerFactory.getLogger(AnswerBudget.class);

  /** Replies among which the same text is looked for. */
  private static final int REPEATS_LOOKED_AT = 200;

  private final GivenAnswers given;
  private final HumanTakeover humans;
  private final SilenceSettings settings;
  private final MessageSource sentences;
  private final Clock clock;

  AnswerBudget(
      GivenAnswers given,
      HumanTakeover humans,
      SilenceSettings settings,
      MessageSource sentences,
      Clock clock) {
    this.given = given;
    this.humans = humans;
    this.settings = settings;
    this.sentences = sentences;
    this.clock = clock;
  }

  /** A pause is a takeover: {@link HumanTakeover} keeps the bot silent in it. */
  @Override
  public Optional<Kind> silent(Batch batch) {
    return Optional.empty();
  }

  @Override
  public Optional<OwnWords> words(Batch batch) {
    return reason(batch)
        .map(reason -> {
          logger.warn("The bot pauses in a conversation of {}: {}", batch.channel(), reason);
          return new OwnWords(
              sentences.getMessage("messaging.pause", null, batch.first().language()),
              Delivery.Kind.PAUSE,
              humans.paused(batch.channel(), batch.conversation(), reason));
        });
  }

  /** Why the bot pauses, for the operator; empty where it need not. */
  private Optional<String> reason(Batch batch) {
    Instant since = clock.instant().minus(settings.answersWindow());
    List<Given> answers =
        given.since(since, batch, Math.max(settings.answersMax(), REPEATS_LOOKED_AT));
    if (settings.answersMax() > 0 && answers.size() >= settings.answersMax()) {
      return Optional.of(
          "%d answers to this person within %s (MESSAGE_ANSWERS_MAX)"
              .formatted(answers.size(), minutes()));
    }
    return settings.sameTextMax() > 0 && repeats(batch, answers)
        ? Optional.of("the same text again and again, like a machine's (messaging.same-text-max)")
        : Optional.empty();
  }

  private String minutes() {
    return settings.answersWindow().toSeconds() < 60
        ? settings.answersWindow().toSeconds() + " s"
        : settings.answersWindow().toMinutes() + " minutes";
  }

  /** Only what was answered: whoever writes again because nobody could is no machine. */
  private boolean repeats(Batch batch, List<Given> answers) {
    SpokenTexts spoken = SpokenTexts.of(batch.rows().stream().map(r -> r.message().text()));
    List<SpokenTexts> before =
        answers.stream()
            .filter(answer -> answer.status() == Outcome.Status.ANSWERED)
            .map(Given::texts)
            .toList();
    return spoken.repeats(before, settings.sameTextMax());
  }
}

package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether the bot may speak to messages, and what it says where no agent is asked. The order of the
 * rules stands here: a human comes first, then the person's own wish, then whether there is still
 * something to answer, then how much was answered already, then the hours. Any thread.
 */
@Component
class Speaking {

  private final HumanTakeover humans;
  private final StaleMessages stale;
  private final HoursRule hours;
  private final List<AnswerRule> rules;

  Speaking(
      HumanTakeover humans,
      OptOuts optOuts,
      StaleMessages stale,
      AnswerBudget budget,
      HoursRule hours) {
    this.humans = humans;
    this.stale = stale;
    this.hours = hours;
    this.rules = List.of(humans, optOuts, stale, budget, hours);
  }

  /** Why nothing may be said to these messages; empty where something may be. */
  Optional<Kind> objection(Batch batch) {
    return rules.stream().flatMap(rule -> rule.silent(batch).stream()).findFirst();
  }

  /**
   * What the service itself says to these messages; empty where an agent is to answer.
   *
   * @throws Problem where nothing is to be said
   */
  Optional<OwnWords> inAnAgentsPlace(Batch batch) {
    for (AnswerRule rule : rules) {
      Optional<Kind> silent = rule.silent(batch);
      if (silent.isPresent()) {
        throw new Problem(silent.get());
      }
      Optional<OwnWords> words = rule.words(batch);
      if (words.isPresent()) {
        return words;
      }
    }
    return Optional.empty();
  }

  /** Those of the messages that came too late to be answered, though others of them did not. */
  List<Arrival.Row> tooLate(Batch batch) {
    List<Arrival.Row> late = stale.among(batch);
    return late.size() == batch.rows().size() ? List.of() : late;
  }

  /** When people are back, a sentence; empty while they are there, and where nobody knows. */
  Optional<String> back(Batch batch) {
    return hours.back(batch);
  }

  /** Where people are asked for. */
  HandoverDesk desk() {
    return humans.desk();
  }
}

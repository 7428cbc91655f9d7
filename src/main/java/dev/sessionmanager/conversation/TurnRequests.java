package dev.sessionmanager.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What turns were asked beside their questions ({@link NewTurn#request}), and what their owner
 * changes of them afterwards. Any thread.
 */
@Component
public class TurnRequests {

  private static final String ANSWERED =
      "update conversations set answered = answered - 1 where id = ?";

  private static final String UNSEARCHED = "delete from turn_words where rowid = ?";

  private static final String GONE = "delete from turns where id = ?";

  private static final String QUESTION = "update turns set question = ? where id = ?";

  private static final String REQUEST = "update requests set request = ? where turn_id = ?";

  private static final String ANSWER =
      "update outcomes set answer = ?, details = ? where turn_id = ?";

  private final JdbcClient reading;
  private final TurnLog log;

  TurnRequests(@Qualifier("readingDataSource") DataSource reading, TurnLog log) {
    this.reading = JdbcClient.create(reading);
    this.log = log;
  }

  public Optional<String> of(long turnId) {
    return reading
        .sql("select request from requests where turn_id = ?")
        .param(turnId)
        .query(String.class)
        .optional();
  }

  /** A conversation's first turn; empty where it has none. */
  public OptionalLong first(String conversationId) {
    Optional<Long> first =
        reading
            .sql("select id from turns where conversation_id = ? order by id limit 1")
            .param(conversationId)
            .query(Long.class)
            .optional();
    return first.isPresent() ? OptionalLong.of(first.get()) : OptionalLong.empty();
  }

  /**
   * Keeps a turn that no agent answers, with its end; on the disk when this returns.
   *
   * @return the turn's id
   * @throws LogFailure when it is not on the disk
   */
  public long keep(NewTurn turn, Outcome outcome) {
    long id = log.nextId();
    log.append(statements -> {
      LogStatements.question(id, turn).run(statements);
      LogStatements.outcome(id, turn, outcome).run(statements);
    });
    return id;
  }

  /**
   * Puts another question, request, answer and details in place of a turn's: what its owner has
   * deleted is in none of them any more, nor found by a search.
   *
   * @param old as it is in the log, with its request and its end
   * @throws LogFailure when it is not on the disk
   */
  public void rewrite(Turn old, Turn now) {
    Outcome outcome = Objects.requireNonNull(now.outcome());
    log.append(statements -> {
      statements.run(QUESTION, now.asked().question(), old.id());
      statements.run(REQUEST, now.asked().request(), old.id());
      statements.run(ANSWER, outcome.answer(), outcome.details(), old.id());
      statements.run(UNSEARCHED, old.id());
      statements.store(old.asked().owner(), new Storage.Taken(bytes(now) - bytes(old), 0, 0));
    });
  }

  /**
   * Deletes a turn with all that belongs to it; an answer that is still being made is not kept.
   *
   * @throws LogFailure when it is still on the disk
   */
  public void delete(Turn turn) {
    log.append(statements -> {
      if (turn.answered() && turn.asked().conversationId() != null) {
        statements.run(ANSWERED, turn.asked().conversationId());
      }
      statements.run(UNSEARCHED, turn.id());
      statements.run(GONE, turn.id());
    });
  }

  private static long bytes(Turn turn) {
    Outcome outcome = Objects.requireNonNull(turn.outcome());
    return bytes(turn.asked().question())
        + bytes(turn.asked().request())
        + bytes(outcome.answer())
        + bytes(outcome.details());
  }

  private static long bytes(@Nullable String text) {
    return text == null ? 0 : text.getBytes(UTF_8).length;
  }
}

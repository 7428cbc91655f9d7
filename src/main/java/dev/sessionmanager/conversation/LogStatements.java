package dev.sessionmanager.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.database.Claims;
import dev.sessionmanager.database.Dialect;
import dev.sessionmanager.database.SearchTerms;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The log's statements, prepared once for a connection: preparing them for each commit took as long
 * as running them. A statement that has failed cannot be used again; all are closed then.
 */
public final class LogStatements implements AutoCloseable {

  /** One append to the log, within a commit. */
  @FunctionalInterface
  public interface Statement {
    void run(LogStatements statements) throws SQLException;
  }

  /** An append that tells how many rows it has changed. */
  @FunctionalInterface
  public interface Change {
    int run(LogStatements statements) throws SQLException;
  }

  private static final String QUESTION =
      """
      insert into turns (id, conversation_id, owner, session_id, channel, agent, client_id, question, language,
        trace_id, accepted_at, version_of, branch)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(?, (select branch from conversations where id = ?), 0))\
      """;

  /** Writes nothing where the turn is gone: its owner may have deleted the conversation. */
  private static final String OUTCOME =
      """
      insert into outcomes (turn_id, status, answer, problem, details, model, input_tokens, output_tokens,
        first_token_ms, ended_at)
      select id, ?, ?, ?, ?, ?, ?, ?, ?, ? from turns where id = ?\
      """;

  private static final String REQUEST = "insert into requests (turn_id, request) values (?, ?)";

  private static final String PICTURE =
      "insert into pictures (id, turn_id, type, title, content) values (?, ?, ?, ?, ?)";

  /**
   * What is counted is shown: an answer in a branch that is not shown any more is counted later.
   */
  private static final String TOUCH =
      """
      update conversations set updated_at = ?, answered = answered
        + case when branch = (select branch from turns where id = ?) then ? else 0 end where id = ?\
      """;

  /** Changes nothing, and says whether a conversation is still there. */
  private static final String THERE = "update conversations set answered = answered where id = ?";

  private static final String SUMMARISED = "update turns set summarised_to = ? where id = ?";

  private static final String STORED =
      """
      insert into storage (owner, bytes, input_tokens, output_tokens) values (?, ?, ?, ?)
      on conflict (owner) do update set bytes = storage.bytes + excluded.bytes,
        input_tokens = storage.input_tokens + excluded.input_tokens,
        output_tokens = storage.output_tokens + excluded.output_tokens\
      """;

  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /**
   * What this commit adds to the storage of each owner: in one row, however many messages. In an
   * order, so that two nodes do not wait for each other's rows.
   */
  private final Map<String, Storage.Taken> stored = new TreeMap<>();

  LogStatements(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  boolean areOf(Connection other) {
    return connection.equals(other);
  }

  public static Statement question(long id, NewTurn turn) {
    return statements -> {
      statements.run(
          QUESTION,
          id,
          turn.conversationId(),
          turn.owner(),
          turn.sessionId(),
          turn.channel(),
          turn.agent(),
          turn.clientId(),
          turn.question(),
          turn.language(),
          turn.traceId(),
          turn.acceptedAt().toEpochMilli(),
          turn.versionOf(),
          turn.versionOf() == null ? null : id,
          turn.conversationId());
      if (turn.versionOf() != null) {
        version(id, turn).run(statements);
      }
      long bytes = bytes(turn.question());
      if (turn.request() != null) {
        statements.run(REQUEST, id, turn.request());
        bytes += bytes(turn.request());
      }
      statements.store(turn.owner(), new Storage.Taken(bytes, 0, 0));
    };
  }

  /** A turn with which a branch begins, from now on the one that its conversation shows. */
  private static Statement version(long id, NewTurn turn) {
    long first = Objects.requireNonNull(turn.versionOf());
    String conversation = Objects.requireNonNull(turn.conversationId());
    return statements -> {
      statements.run(BranchSql.INHERIT, id, first, first, conversation, first);
      statements.run(BranchSql.OWN, id, id, Long.MAX_VALUE, conversation);
      show(conversation, id, id - 1, id).run(statements);
    };
  }

  /**
   * Shows another branch of a conversation.
   *
   * @param left one of the log's numbers: when the branch was left that is shown until now
   * @param now a greater one
   */
  static Statement show(String conversation, long branch, long left, long now) {
    return statements -> {
      statements.run(BranchSql.LEAVE, left, conversation);
      statements.run(BranchSql.SHOW, branch, conversation, branch, conversation);
      statements.run(BranchSql.LEAVE, now, conversation);
    };
  }

  public static Statement outcome(long turnId, NewTurn turn, Outcome outcome) {
    Usage usage = outcome.usage();
    long endedAt = outcome.endedAt().toEpochMilli();
    String terms = terms(turn, outcome);
    return statements -> {
      int written =
          statements.run(
              OUTCOME,
              outcome.status().name(),
              outcome.answer(),
              outcome.problem(),
              outcome.details(),
              usage == null ? null : usage.model(),
              usage == null ? null : usage.inputTokens(),
              usage == null ? null : usage.outputTokens(),
              usage == null ? null : usage.firstTokenMillis(),
              endedAt,
              turnId);
      Claims claims = statements.claims();
      if (claims != null) {
        statements.run(claims.done(), turnId);
      }
      if (written == 0) {
        return;
      }
      long bytes = bytes(outcome.answer()) + bytes(outcome.details());
      for (Picture p : outcome.pictures()) {
        statements.run(PICTURE, p.id(), turnId, p.type(), p.title(), p.content());
        bytes += p.content().length;
      }
      statements.store(turn.owner(), Storage.Taken.by(bytes, usage));
      if (turn.conversationId() != null && outcome.status() != Outcome.Status.SUMMARY) {
        int answered = outcome.status() == Outcome.Status.ANSWERED ? 1 : 0;
        statements.run(TOUCH, endedAt, turnId, answered, turn.conversationId());
        if (terms != null) {
          statements.run(statements.dialect.insertTerms(), turnId, terms);
        }
      }
    };
  }

  /**
   * What a search finds a turn by, made before the writing thread has its turn; null for nothing.
   */
  private static @Nullable String terms(NewTurn turn, Outcome outcome) {
    return turn.conversationId() == null
            || outcome.answer() == null
            || outcome.status() == Outcome.Status.SUMMARY
        ? null
        : SearchTerms.of(turn.owner(), turn.question(), outcome.answer());
  }

  /**
   * A summary, question and outcome in one. Writes nothing where the conversation is gone
   * meanwhile.
   *
   * @param last the last turn that it is about
   */
  public static Statement summary(long id, NewTurn turn, Outcome outcome, long last) {
    return statements -> {
      if (statements.run(THERE, turn.conversationId()) > 0) {
        question(id, turn).run(statements);
        statements.run(SUMMARISED, last, id);
        outcome(id, turn, outcome).run(statements);
      }
    };
  }

  /** Counts what a model has read and written for somebody beside their answers. */
  public static Statement used(String owner, @Nullable Usage usage) {
    return statements -> statements.store(owner, Storage.Taken.by(0, usage));
  }

  private static long bytes(@Nullable String text) {
    return text == null ? 0 : text.getBytes(UTF_8).length;
  }

  void store(String owner, Storage.Taken more) {
    stored.merge(owner, more, Storage.Taken::plus);
  }

  /**
   * The first statement of a commit.
   *
   * @throws IllegalStateException where other nodes have given this one up
   */
  void fence() throws SQLException {
    String fence = dialect.fence();
    if (!fence.isEmpty() && run(fence) == 0) {
      throw new IllegalStateException("other nodes have taken over from this one");
    }
  }

  @Nullable Claims claims() {
    return dialect.claims();
  }

  /** The last statement before a commit: counts what has been written since the one before it. */
  void countStored() throws SQLException {
    for (Map.Entry<String, Storage.Taken> more : stored.entrySet()) {
      Storage.Taken taken = more.getValue();
      run(STORED, more.getKey(), taken.bytes(), taken.inputTokens(), taken.outputTokens());
    }
    stored.clear();
  }

  public int run(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      switch (value) {
        case null -> statement.setNull(i + 1, Types.NULL);
        case String text -> statement.setString(i + 1, dialect.text(text));
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        default -> statement.setObject(i + 1, value);
      }
    }
    return statement.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
  }
}

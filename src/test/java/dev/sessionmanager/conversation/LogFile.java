package dev.sessionmanager.conversation;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionmanager.SettableClock;
import dev.sessionmanager.database.Dialect;
import dev.sessionmanager.database.TestDatabase;
import dev.sessionmanager.server.OnlyNode;
import dev.sessionmanager.server.Peers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A real database with the log in it, as the service has it, without the service. */
public final class LogFile implements AutoCloseable {

  public final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final JdbcClient jdbc;
  public final TurnLog log;
  public final TurnClaims claims;
  public final Peers peers = new OnlyNode();
  public final Turns turns;
  public final Conversations conversations;
  final Pictures pictures;
  public final HikariDataSource writer;
  public final HikariDataSource reader;
  public final Dialect dialect;

  public LogFile() {
    this(TestDatabase.SQLITE);
  }

  /** On a database of this kind. */
  public LogFile(TestDatabase kind) {
    this(kind, ds -> ds);
  }

  /**
   * A log with something between it and its database.
   *
   * @param between what stands between the log and the database, to make it fail
   */
  public LogFile(TestDatabase kind, UnaryOperator<DataSource> between) {
    TestDatabase.Made made = kind.make();
    writer = made.writer();
    reader = made.reader();
    dialect = made.dialect();
    jdbc = JdbcClient.create(writer);
    LogSettings settings =
        new LogSettings(64, Duration.ofMillis(1), Duration.ofDays(7), Duration.ofDays(30));
    log = new TurnLog(between.apply(writer), dialect, settings, peers, meters, clock);
    claims = new TurnClaims(log, peers);
    turns = new Turns(reader, jdbc, dialect, settings, clock);
    pictures = new Pictures(reader);
    conversations =
        new Conversations(
            reader,
            jdbc,
            new TransactionTemplate(new DataSourceTransactionManager(writer)),
            peers,
            clock);
  }

  public Conversation conversation(String key) {
    return conversations.open("u1", "chat", key, "techbot", "hola " + key);
  }

  public NewTurn question(@Nullable String conversationId, String text) {
    return questionOf("u1", conversationId, text);
  }

  /** A question of another owner. */
  public NewTurn questionOf(String owner, @Nullable String conversationId, String text) {
    return new NewTurn(
        conversationId,
        owner,
        null,
        "chat",
        "techbot",
        null,
        text,
        "es",
        "0".repeat(32),
        clock.instant());
  }

  public Outcome answer(String text) {
    return new Outcome(Outcome.Status.ANSWERED, text, null, null, null, List.of(), clock.instant());
  }

  /** Asks and answers. */
  long said(String conversationId, String question, String answer) {
    return said(question(conversationId, question), answer);
  }

  /** Asks and answers. */
  long said(NewTurn turn, String answer) {
    long id = claims.accept(turn);
    log.end(id, turn, answer(answer));
    return id;
  }

  @Override
  public void close() {
    try {
      log.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.close();
    reader.close();
  }
}

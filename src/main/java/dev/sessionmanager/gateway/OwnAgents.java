package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Reach;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The agents that people have made for themselves, as TechBot's variant lets them, kept in the
 * database. Each is its owner's alone: see {@link Agent#owner}. They count in what the owner may
 * store. Any thread.
 */
@Component
public class OwnAgents {

  /** What the ids of all begin with; API keys that may ask this name may ask their owner's. */
  public static final String KIND = "custom";

  /** The property that bounds their instructions, in characters. */
  public static final String INSTRUCTIONS_MAX = "own-agents.instructions-max";

  /** Characters of a name. */
  public static final int TITLE_MAX = 80;

  private static final String PREFIX = KIND + '-';

  /** The owners that begin with a slash are guests. */
  private static final String GUESTS_TOO_MANY =
      """
      delete from own_agents where id in (
        select id from own_agents where owner >= '/' and owner < '0'
        order by created_at desc, id limit 2147483647 offset ?)\
      """;

  private final JdbcClient reading;
  private final JdbcClient writing;
  private final TransactionOperations transaction;
  private final Storage storage;
  private final OwnAgentSettings settings;
  private final Clock clock;

  OwnAgents(
      @Qualifier("readingDataSource") DataSource reading,
      JdbcClient writing,
      TransactionOperations transaction,
      Storage storage,
      OwnAgentSettings settings,
      Clock clock) {
    this.reading = JdbcClient.create(reading);
    this.writing = writing;
    this.transaction = transaction;
    this.storage = storage;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * An agent of somebody's own.
   *
   * @param id by which it is asked for; random
   * @param title its name for people
   */
  public record OwnAgent(String id, String owner, String title, String instructions) {

    /** Without the instructions, which are people's words. */
    @Override
    public String toString() {
      return "OwnAgent[" + id + ']';
    }
  }

  /**
   * Makes one.
   *
   * @throws Problem QUOTA_REACHED where the owner has as many as may be, or has stored as much
   */
  public OwnAgent create(String owner, String title, String instructions) {
    if (storage.full(owner)) {
      throw new Problem(Kind.QUOTA_REACHED).setting("STORAGE_PER_USER_MAX");
    }
    String id = PREFIX + UUID.randomUUID().toString().replace("-", "");
    OwnAgent made = new OwnAgent(id, owner, title, instructions);
    transaction.executeWithoutResult(status -> insert(made));
    return made;
  }

  private void insert(OwnAgent made) {
    int own =
        writing
            .sql("select count(*) from own_agents where owner = ?")
            .param(made.owner())
            .query(Integer.class)
            .single();
    if (own >= settings.perOwnerMax()) {
      throw new Problem(Kind.QUOTA_REACHED).setting("own-agents.per-owner-max");
    }
    if (Reach.GUESTS.test(made.owner())) {
      writing.sql(GUESTS_TOO_MANY).param(settings.guestsMax() - 1).update();
    }
    writing
        .sql(
            "insert into own_agents (id, owner, title, instructions, created_at)"
                + " values (?, ?, ?, ?, ?)")
        .params(made.id(), made.owner(), made.title(), made.instructions(), clock.millis())
        .update();
  }

  /** The agent of this name, whosever it is. */
  public Optional<OwnAgent> find(String id) {
    return id.startsWith(PREFIX)
        ? reading
            .sql("select * from own_agents where id = ?")
            .param(id)
            .query(OwnAgents::row)
            .optional()
        : Optional.empty();
  }

  /** A person's, the oldest first. */
  public List<OwnAgent> of(String owner) {
    return reading
        .sql("select * from own_agents where owner = ? order by created_at, id")
        .param(owner)
        .query(OwnAgents::row)
        .list();
  }

  /**
   * Deletes one; conversations in which it answered keep what it said.
   *
   * @throws Problem UNKNOWN_AGENT where the owner has no such agent
   */
  public void delete(String owner, String id) {
    int gone =
        writing.sql("delete from own_agents where id = ? and owner = ?").params(id, owner).update();
    if (gone == 0) {
      throw new Problem(Kind.UNKNOWN_AGENT);
    }
  }

  private static OwnAgent row(ResultSet row, int number) throws SQLException {
    return new OwnAgent(
        row.getString("id"),
        row.getString("owner"),
        row.getString("title"),
        row.getString("instructions"));
  }
}

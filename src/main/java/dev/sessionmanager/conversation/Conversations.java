package dev.sessionmanager.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.server.Peers;
import dev.sessionmanager.text.ShortText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.MappedQuerySpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The conversations of all owners. Any thread. */
@Component
public class Conversations {

  /** Characters of a title. */
  public static final int TITLE_MAX = 80;

  /** Open conversations kept in memory, so that a message costs no query. */
  private static final int REMEMBERED = 10_000;

  private record Place(String owner, String channel, String key) {}

  private final JdbcClient reading;
  private final JdbcClient writing;
  private final TransactionOperations transaction;
  private final Clock clock;
  private final Cache<Place, Conversation> open =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  Conversations(
      @Qualifier("readingDataSource") DataSource reading,
      JdbcClient writing,
      TransactionOperations transaction,
      Peers peers,
      Clock clock) {
    this.reading = JdbcClient.create(reading);
    this.writing = writing;
    this.transaction = transaction;
    this.clock = clock;
    peers.on("conversation", id -> open.asMap().values().removeIf(known -> known.id().equals(id)));
  }

  /** The open conversation of this key, if there is one. */
  public Optional<Conversation> find(String owner, String channel, String key) {
    Place place = new Place(owner, channel, key);
    Conversation known = open.getIfPresent(place);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Conversation> row =
        select("owner = ? and channel = ? and key = ? and ended_at is null", owner, channel, key)
            .optional();
    row.ifPresent(conversation -> open.put(place, conversation));
    return row;
  }

  /**
   * The open conversation of this key; a new conversation with this agent and title where none is
   * open.
   */
  public Conversation open(
      String owner, String channel, String key, String agent, String firstQuestion) {
    return find(owner, channel, key)
        .orElseGet(() -> {
          long now = clock.millis();
          writing
              .sql(
                  """
                  insert into conversations (id, owner, channel, key, agent, title, title_by, created_at, updated_at)
                  values (?, ?, ?, ?, ?, ?, 'QUESTION', ?, ?) on conflict do nothing\
                  """)
              .params(
                  UUID.randomUUID().toString(),
                  owner,
                  channel,
                  key,
                  agent,
                  title(firstQuestion),
                  now,
                  now)
              .update();
          // Another message may have opened the conversation meanwhile; then that row counts.
          return find(owner, channel, key).orElseThrow();
        });
  }

  /**
   * Any conversation, open or not, but none that was deleted.
   *
   * @param owners which owners it may be of
   */
  public Optional<Conversation> byId(Predicate<String> owners, String id) {
    return select("id = ? and deleted_at is null", id)
        .optional()
        .filter(found -> owners.test(found.owner()));
  }

  private MappedQuerySpec<Conversation> select(String where, Object... values) {
    return reading
        .sql("select * from conversations where " + where)
        .params(values)
        .query(Conversations::row);
  }

  /**
   * Conversations, the one that was used last first. Where they are of many owners the index alone
   * tells which these are.
   *
   * @param before only conversations used before then; null to begin with the newest
   */
  public List<Conversation> list(Reach reach, @Nullable Instant before, int max) {
    return list(reach, Shelf.ALL, before, max);
  }

  /**
   * Which conversations of a list are meant; null where that is no matter.
   *
   * @param pinned those that are, or are not
   * @param archived those that are, or are not
   */
  public record Shelf(@Nullable Boolean pinned, @Nullable Boolean archived) {

    static final Shelf ALL = new Shelf(null, null);

    private String condition() {
      return "deleted_at is null" + wanted("pinned", pinned) + wanted("archived", archived);
    }

    private static String wanted(String column, @Nullable Boolean value) {
      return value == null ? "" : " and " + column + (value ? " = 1" : " = 0");
    }
  }

  /** As above, but only those of a shelf. */
  public List<Conversation> list(Reach reach, Shelf shelf, @Nullable Instant before, int max) {
    return reading
        .sql(
            """
            select * from conversations where rowid in (
              select rowid from conversations where %s and updated_at < :until and %s
              order by updated_at desc, rowid desc limit :max)
            order by updated_at desc, rowid desc\
            """
                .formatted(reach.condition("owner"), shelf.condition()))
        .params(reach.parameters())
        .param("until", before == null ? Long.MAX_VALUE : before.toEpochMilli())
        .param("max", max)
        .query(Conversations::row)
        .list();
  }

  /** Conversations in the order of their ids, those after the given one. */
  public List<Conversation> after(Reach reach, String id, int max) {
    return reading
        .sql(
            "select * from conversations where %s and id > :id and deleted_at is null order by id limit :max"
                .formatted(reach.condition("owner")))
        .params(reach.parameters())
        .param("id", id)
        .param("max", max)
        .query(Conversations::row)
        .list();
  }

  /** From now on this agent answers in the conversation; returns it as it is then. */
  public Conversation setAgent(Conversation conversation, String agent) {
    if (!conversation.agent().equals(agent)) {
      update(conversation, "update conversations set agent = ? where id = ?", agent);
    }
    return conversation.answeredBy(agent);
  }

  /** Gives a conversation the title that a person wants. */
  public void rename(Conversation conversation, String title) {
    update(
        conversation,
        "update conversations set title = ?, title_by = 'PERSON' where id = ?",
        title(title));
  }

  /** Gives a conversation the title that its agent proposes, unless it has been given one. */
  public void propose(Conversation conversation, String title) {
    update(
        conversation,
        """
        update conversations set title = ?, title_by = 'AGENT' where id = ? and title_by = 'QUESTION'\
        """,
        title(title));
  }

  /** Puts a conversation above the others, or back among them. */
  public void pin(Conversation conversation, boolean pinned) {
    update(conversation, "update conversations set pinned = ? where id = ?", pinned ? 1 : 0);
  }

  /** Puts a conversation away, or back. */
  public void archive(Conversation conversation, boolean archived) {
    update(conversation, "update conversations set archived = ? where id = ?", archived ? 1 : 0);
  }

  /** Ends a conversation: it stays readable, and its key means a new conversation from now on. */
  public void end(Conversation conversation) {
    update(
        conversation,
        "update conversations set ended_at = ? where id = ? and ended_at is null",
        clock.millis());
  }

  /** Deletes a conversation with everything that was said in it. */
  public void delete(Conversation conversation) {
    transaction.executeWithoutResult(status -> {
      writing
          .sql(
              "delete from turn_words where rowid in (select id from turns where conversation_id ="
                  + " ?)")
          .params(conversation.id())
          .update();
      writing.sql("delete from conversations where id = ?").params(conversation.id()).update();
    });
    forget(conversation);
  }

  private void update(Conversation conversation, String sql, Object value) {
    writing.sql(sql).params(value, conversation.id()).update();
    forget(conversation);
  }

  void forget(Conversation conversation) {
    open.invalidate(new Place(conversation.owner(), conversation.channel(), conversation.key()));
  }

  /** A text in one line, cut between two words where it is too long. */
  static String title(String text) {
    return ShortText.words(text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip(), TITLE_MAX);
  }

  static Conversation row(ResultSet row, int number) throws SQLException {
    return new Conversation(
        row.getString("id"),
        row.getString("owner"),
        row.getString("channel"),
        row.getString("key"),
        row.getString("agent"),
        row.getString("title"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")),
        row.getObject("ended_at") == null,
        row.getInt("pinned") != 0,
        row.getInt("archived") != 0,
        Conversation.TitleBy.valueOf(row.getString("title_by")));
  }
}

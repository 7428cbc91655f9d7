package dev.sessionmanager.conversation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Questions that were asked again, in other words or of another agent: all versions stay in the
 * log, one of them is shown, and what came after a version is shown with it. Any thread.
 */
@Component
public class Versions {

  private static final String SELECT =
      "select t.*, o.* from turns t left join outcomes o on o.turn_id = t.id ";

  private final JdbcClient reading;
  private final TurnLog log;
  private final ConversationSettings settings;

  Versions(
      @Qualifier("readingDataSource") DataSource reading,
      TurnLog log,
      ConversationSettings settings) {
    this.reading = JdbcClient.create(reading);
    this.log = log;
    this.settings = settings;
  }

  /**
   * All versions of those turns of a conversation that have several, by each of them; oldest first.
   */
  public Map<Long, List<Long>> of(Conversation conversation) {
    Map<Long, List<Long>> byFirst = new TreeMap<>();
    reading
        .sql(
            """
            select id, version_of from turns where conversation_id = ? and version_of is not null order by id\
            """)
        .param(conversation.id())
        .query(row -> {
          long first = row.getLong("version_of");
          byFirst.computeIfAbsent(first, id -> new ArrayList<>(List.of(id))).add(row.getLong("id"));
        });
    Map<Long, List<Long>> byEach = new HashMap<>();
    byFirst
        .values()
        .forEach(all -> {
          List<Long> versions = Collections.unmodifiableList(all);
          all.forEach(id -> byEach.put(id, versions));
        });
    return byEach;
  }

  /** A conversation's turns after this turn in all versions, shown or not, oldest first. */
  public Page<Turn> all(Conversation conversation, long turnId, int max) {
    return reading
        .sql(SELECT + "where t.conversation_id = ? and t.id > ? order by t.id limit ?")
        .params(conversation.id(), turnId, max)
        .query(Page.of(max, TurnRow::of, Turn::length));
  }

  /**
   * All versions of a turn, oldest first: itself alone, where there is no other.
   *
   * @param turn in a conversation
   */
  public List<Turn> of(Turn turn) {
    long first = first(turn);
    String conversation = Objects.requireNonNull(turn.asked().conversationId());
    return reading
        .sql(
            SELECT + "where t.conversation_id = ? and (t.id = ? or t.version_of = ?) order by t.id")
        .params(conversation, first, first)
        .query(TurnRow::of)
        .list();
  }

  /** The first version of a turn, which further ones are versions of. */
  public static long first(Turn turn) {
    Long first = turn.asked().versionOf();
    return first == null ? turn.id() : first;
  }

  /**
   * The version of a turn that its conversation shows; empty where it shows none of them.
   *
   * @param turn in a conversation
   */
  public Optional<Long> shown(Turn turn) {
    long first = first(turn);
    String conversation = Objects.requireNonNull(turn.asked().conversationId());
    return reading
        .sql(
            "select t.id from turns t where t.conversation_id = ? and (t.id = ? or t.version_of ="
                + " ?) and "
                + BranchSql.shown(
                    "(select branch from conversations where id = t.conversation_id)"))
        .params(conversation, first, first)
        .query(Long.class)
        .optional();
  }

  /** Whether a conversation has as many further versions as it may have. */
  public boolean full(Conversation conversation) {
    int there =
        reading
            .sql("select count(*) from turns where conversation_id = ? and version_of is not null")
            .param(conversation.id())
            .query(Integer.class)
            .single();
    return there >= settings.versionsMax();
  }

  /**
   * Shows a version of a turn, with what was shown last below it.
   *
   * @param turn in a conversation
   * @throws LogFailure when that is not on the disk
   */
  public void show(Turn turn) {
    String conversation = turn.asked().conversationId();
    if (conversation == null) {
      return;
    }
    Optional<Long> branch =
        reading
            .sql(
                """
                select b.branch from branches b join turns t on t.id = ?
                where b.conversation_id = ? and %s order by b.shown_at desc limit 1\
                """
                    .formatted(BranchSql.shown("b.branch")))
            .params(turn.id(), conversation)
            .query(Long.class)
            .optional();
    long now = log.nextIds(2);
    branch.ifPresent(found -> log.append(LogStatements.show(conversation, found, now, now + 1)));
  }
}

package dev.sessionmanager.conversation;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Conversations that their owner has deleted and may bring back for a while. Nothing reads them
 * meanwhile: they are in no list, no search, no export and no prompt, and nobody's link opens them;
 * but they are in the file, and count in what their owner has stored. Then they are gone. Any
 * thread.
 */
@Component
public class DeletedConversations {

  /** Conversations that one clean-up reads at a time. */
  private static final int CLEAN_MAX = 100;

  private final JdbcClient reading;
  private final JdbcClient writing;
  private final Conversations conversations;
  private final Storage storage;
  private final ConversationSettings settings;
  private final Clock clock;

  DeletedConversations(
      @Qualifier("readingDataSource") DataSource reading,
      JdbcClient writing,
      Conversations conversations,
      Storage storage,
      ConversationSettings settings,
      Clock clock) {
    this.reading = JdbcClient.create(reading);
    this.writing = writing;
    this.conversations = conversations;
    this.storage = storage;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Deletes a conversation; its key means a new one from now on.
   *
   * @return until when it can be brought back; empty where it is gone already, as for an owner
   *     without room: who deletes to make some needs it now
   */
  public Optional<Instant> delete(Conversation conversation) {
    if (settings.deletedKept().isZero() || storage.full(conversation.owner())) {
      conversations.delete(conversation);
      deleted("owner = ?", conversation.owner()).forEach(conversations::delete);
      return Optional.empty();
    }
    Instant now = clock.instant();
    writing
        .sql(
            """
            update conversations set deleted_at = ?, ended_at = coalesce(ended_at, ?)
            where id = ? and deleted_at is null\
            """)
        .params(now.toEpochMilli(), now.toEpochMilli(), conversation.id())
        .update();
    conversations.forget(conversation);
    return Optional.of(Instant.ofEpochMilli(now.toEpochMilli()).plus(settings.deletedKept()));
  }

  /**
   * Brings a conversation back. It goes on where it was open, unless another has been opened under
   * its key meanwhile.
   *
   * @param owners which owners it may be of
   * @return empty where there is none, or it is gone
   */
  public Optional<Conversation> restore(Predicate<String> owners, String id) {
    Optional<Conversation> found =
        reading
            .sql("select * from conversations where id = ? and deleted_at > ?")
            .params(id, oldest())
            .query(Conversations::row)
            .optional()
            .filter(deleted -> owners.test(deleted.owner()));
    if (found.isEmpty()) {
      return found;
    }
    writing
        .sql(
            """
            update conversations set deleted_at = null,
              ended_at = case when ended_at = deleted_at and not exists (
                  select 1 from conversations o where o.owner = conversations.owner
                    and o.channel = conversations.channel and o.key = conversations.key and o.ended_at is null)
                then null else ended_at end
            where id = ? and deleted_at is not null\
            """)
        .param(id)
        .update();
    return conversations.byId(owners, id);
  }

  private long oldest() {
    return clock.instant().minus(settings.deletedKept()).toEpochMilli();
  }

  /** Deleted conversations that are still in the file. */
  private List<Conversation> deleted(String which, Object value) {
    return reading
        .sql("select * from conversations where deleted_at is not null and " + which + " limit ?")
        .params(value, CLEAN_MAX)
        .query(Conversations::row)
        .list();
  }

  /** Takes those out of the file that nobody can bring back any more. */
  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
  void clean() {
    List<Conversation> over;
    do {
      over = deleted("deleted_at <= ?", oldest());
      over.forEach(conversations::delete);
    } while (over.size() == CLEAN_MAX);
  }
}

package dev.sessionmanager.conversation;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.text.SecretToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Links by which people show others a conversation, as it was then: what was shown and answered. A
 * later message, another version or a new title is not in it, so that nobody shares what they do
 * not see. It is gone when its owner takes it back or deletes the conversation. Any thread.
 */
@Component
public class Shares {

  private static final String SHARED =
      "t.conversation_id = ? and t.id <= ? and o.status = 'ANSWERED' and " + BranchSql.shown("?");

  private final JdbcClient reading;
  private final JdbcClient writing;
  private final TransactionOperations transaction;
  private final ConversationSettings settings;
  private final Clock clock;

  Shares(
      @Qualifier("readingDataSource") DataSource reading,
      JdbcClient writing,
      TransactionOperations transaction,
      ConversationSettings settings,
      Clock clock) {
    this.reading = JdbcClient.create(reading);
    this.writing = writing;
    this.transaction = transaction;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A new link with its token, which is shown this once and kept nowhere.
   *
   * @param token 43 characters
   */
  public record Made(ConversationShare share, String token) {

    /** Without the token, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "Made[" + share.id() + ']';
    }
  }

  /**
   * Makes a link to what a conversation shows now.
   *
   * @throws Problem QUOTA_REACHED where it has {@code conversations.shares-max}; CONFLICT where
   *     nothing is answered in it
   */
  public Made make(Conversation conversation) {
    String token = SecretToken.fresh();
    // One transaction: there is one writer, so that two requests at once cannot both be the last.
    ConversationShare share =
        transaction.execute(status -> {
          if (of(conversation, writing).size() >= settings.sharesMax()) {
            throw new Problem(Kind.QUOTA_REACHED).setting("conversations.shares-max");
          }
          ConversationShare made =
              new ConversationShare(
                  UUID.randomUUID().toString(),
                  conversation.id(),
                  conversation.title(),
                  branch(conversation),
                  lastTurn(conversation),
                  Instant.ofEpochMilli(clock.millis()));
          writing
              .sql(
                  """
                  insert into shares (id, conversation_id, hash, title, branch, last_turn, created_at)
                  values (?, ?, ?, ?, ?, ?, ?)\
                  """)
              .params(
                  made.id(),
                  made.conversationId(),
                  SecretToken.hash(token),
                  made.title(),
                  made.branch(),
                  made.lastTurn(),
                  made.createdAt().toEpochMilli())
              .update();
          return made;
        });
    return new Made(Objects.requireNonNull(share), token);
  }

  private long branch(Conversation conversation) {
    return writing
        .sql("select branch from conversations where id = ?")
        .param(conversation.id())
        .query(Long.class)
        .optional()
        .orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }

  private long lastTurn(Conversation conversation) {
    return writing
        .sql(
            """
            select t.id from turns t join outcomes o on o.turn_id = t.id
            where t.conversation_id = ? and o.status = 'ANSWERED' and %s order by t.id desc limit 1\
            """
                .formatted(
                    BranchSql.shown(
                        "(select branch from conversations where id = t.conversation_id)")))
        .param(conversation.id())
        .query(Long.class)
        .optional()
        .orElseThrow(() -> new Problem(Kind.CONFLICT));
  }

  /** The links to a conversation, the oldest first. */
  public List<ConversationShare> of(Conversation conversation) {
    return of(conversation, reading);
  }

  private static List<ConversationShare> of(Conversation conversation, JdbcClient client) {
    return client
        .sql("select * from shares where conversation_id = ? order by created_at, id")
        .param(conversation.id())
        .query(Shares::row)
        .list();
  }

  /** Takes a link back; false where the conversation has none of this id. */
  public boolean revoke(Conversation conversation, String id) {
    return writing
            .sql("delete from shares where id = ? and conversation_id = ?")
            .params(id, conversation.id())
            .update()
        > 0;
  }

  /** What a token opens; empty where that is nothing, or nothing any more. */
  public Optional<ConversationShare> find(String token) {
    return SecretToken.isOne(token)
        ? reading
            .sql(
                """
                select s.* from shares s join conversations c on c.id = s.conversation_id
                where s.hash = ? and c.deleted_at is null\
                """)
            .param(SecretToken.hash(token))
            .query(Shares::row)
            .optional()
        : Optional.empty();
  }

  /** Whether who has a link may read without a login. */
  public boolean withoutLogin() {
    return settings.sharedWithoutLogin();
  }

  /** What is shared after this turn, oldest first. */
  public Page<Turn> turns(ConversationShare share, long after, int max) {
    return reading
        .sql(
            "select t.*, o.* from turns t join outcomes o on o.turn_id = t.id where t.id > ? and "
                + SHARED
                + " order by t.id limit ?")
        .params(after, share.conversationId(), share.lastTurn(), share.branch(), max)
        .query(Page.of(max, TurnRow::of, Turn::length));
  }

  /** A picture of what is shared. */
  public Optional<Picture> picture(ConversationShare share, String id) {
    return reading
        .sql(
            "select p.* from pictures p join turns t on t.id = p.turn_id"
                + " join outcomes o on o.turn_id = t.id where p.id = ? and "
                + SHARED)
        .params(id, share.conversationId(), share.lastTurn(), share.branch())
        .query((row, number) ->
            new Picture(
                row.getString("id"),
                row.getString("type"),
                row.getString("title"),
                row.getBytes("content")))
        .optional();
  }

  private static ConversationShare row(ResultSet row, int number) throws SQLException {
    return new ConversationShare(
        row.getString("id"),
        row.getString("conversation_id"),
        row.getString("title"),
        row.getLong("branch"),
        row.getLong("last_turn"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }
}

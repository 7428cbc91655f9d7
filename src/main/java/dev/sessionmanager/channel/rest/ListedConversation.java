package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.gateway.Ownership;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as its owner reads it.
 *
 * @param owner for the operator alone
 * @param titleBy whose words the title is: {@code question}, {@code agent} or {@code person}
 */
record ListedConversation(
    String id,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String owner,
    @JsonProperty("session_id") String key,
    String channel,
    String agent,
    String title,
    @JsonProperty("title_by") String titleBy,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("updated_at") Instant updatedAt,
    boolean open,
    boolean pinned,
    boolean archived) {

  static ListedConversation of(Conversation c, Ownership mine) {
    return listed(c, mine.operator() ? c.owner() : null);
  }

  /** For its owner. */
  static ListedConversation own(Conversation c) {
    return listed(c, null);
  }

  private static ListedConversation listed(Conversation c, @Nullable String owner) {
    return new ListedConversation(
        c.id(),
        owner,
        c.key(),
        c.channel(),
        c.agent(),
        c.title(),
        c.titleBy().name().toLowerCase(Locale.ROOT),
        c.createdAt(),
        c.updatedAt(),
        c.open(),
        c.pinned(),
        c.archived());
  }
}

package dev.sessionmanager.messaging;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of one account at a messaging provider, connected or not: a bean, or one of {@link
 * MessagingAccounts}. Any thread.
 */
public interface MessagingChannel {

  /** Whose webhooks they are. */
  MessagingProvider provider();

  /** What makes the provider send a webhook again. */
  SenderRetries retries();

  /**
   * The address that the webhooks call, and others below it that they may call; the same for every
   * account of a provider. What stands there as {@code {account}} is the name of one, as {@code
   * {event}} an event's, or the name of an account again.
   */
  default List<String> paths() {
    return List.of("/webhook/" + provider().id());
  }

  /**
   * Whether a webhook is to be refused, because it may be anybody's. Reads no more of the webhook
   * than that takes.
   *
   * @return the likely cause, one sentence for the operator without anything secret; empty for a
   *     webhook of the provider's
   */
  Optional<String> refusal(Webhook webhook) throws IOException;

  /** The address that this account's webhooks are to call. */
  default String path() {
    return paths().getFirst();
  }

  /**
   * The account that a webhook, which was not refused, says it is of, as the provider calls it,
   * where that is another than this; empty for this account's, and where it says nothing.
   */
  default Optional<String> foreign(Webhook webhook) throws IOException {
    return Optional.empty();
  }

  /**
   * Whether a webhook that is refused has nothing about it by which its sender could be known: a
   * copy, for instance, of one that comes verified as well. Where those come this one is refused
   * for good.
   */
  default boolean isCopy(Webhook webhook) {
    return false;
  }

  /**
   * Takes a webhook in; what it means is durable when this returns.
   *
   * @return why nothing of the webhook was of any use; null where something was
   */
  @Nullable String take(Webhook webhook) throws IOException;
}

package dev.sessionmanager.messaging;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The webhooks of a messaging provider: one bean a channel, connected or not. Any thread. */
public interface MessagingChannel {

  /** Whose webhooks they are. */
  MessagingProvider provider();

  /** What makes the provider send a webhook again. */
  SenderRetries retries();

  /** The address that the webhooks call, and others below it that they may call. */
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

  /**
   * Takes a webhook in; what it means is durable when this returns.
   *
   * @return why nothing of the webhook was of any use; null where something was
   */
  @Nullable String take(Webhook webhook) throws IOException;
}

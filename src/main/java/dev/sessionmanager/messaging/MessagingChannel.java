package dev.sessionmanager.messaging;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A messaging provider as it reaches us: by webhooks. One bean a channel, there whether it is
 * connected or not; its {@link Messenger} is there only where it is. Any thread.
 */
public interface MessagingChannel {

  /** The channel's name, {@link Messenger#channel()} of its messenger. */
  String name();

  /** What operators call the provider, in lower case: {@code /health} lists it by this name. */
  String provider();

  /** The setting that connects it, like {@code CHATWOOT_API_URL}. */
  String connectedBy();

  /** The setting by which its webhooks are known, like {@code CHATWOOT_WEBHOOK_SECRET}. */
  String verifiedBy();

  /** Whether it is connected. */
  boolean connected();

  /** What makes the provider send a webhook again. */
  SenderRetries retries();

  /** The address that its webhooks call, and others below it that they may call. */
  default List<String> paths() {
    return List.of("/webhook/" + provider());
  }

  /**
   * Whether a webhook is to be refused, because it may be anybody's. Reads no more of it than that
   * takes.
   *
   * @return the likely cause, one sentence for the operator without anything secret; empty for one
   *     of the provider's
   */
  Optional<String> refusal(Webhook webhook) throws IOException;

  /**
   * Takes a webhook in; what it means is durable when this returns.
   *
   * @return why nothing of it was of any use; null where something was
   */
  @Nullable String take(Webhook webhook) throws IOException;
}

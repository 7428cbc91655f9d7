package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.MessagingChannel;
import dev.sessionmanager.messaging.MessagingProvider;
import dev.sessionmanager.messaging.SenderRetries;
import dev.sessionmanager.messaging.Webhook;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Evolution's webhooks: it tries up to ten times within 20 minutes, but never again after a 400,
 * 401, 403, 404 or 422. Events of other kinds or other instances, stories and reactions are
 * answered with 200: nothing would come of sending those again.
 */
@Component
class WhatsappChannel implements MessagingChannel {

  private final MessagingProvider provider;
  private final SenderCheck sender;
  private final EvolutionIntake intake;

  WhatsappChannel(EvolutionSettings settings, SenderCheck sender, EvolutionIntake intake) {
    this.provider = settings.provider();
    this.sender = sender;
    this.intake = intake;
  }

  @Override
  public MessagingProvider provider() {
    return provider;
  }

  @Override
  public SenderRetries retries() {
    return SenderRetries.UNLESS_4XX;
  }

  /** With "webhook by events" on, Evolution appends the event's name. */
  @Override
  public List<String> paths() {
    return List.of("/webhook/evolution", "/webhook/evolution/{event}");
  }

  @Override
  public Optional<String> refusal(Webhook webhook) {
    return Optional.ofNullable(sender.cause(webhook));
  }

  @Override
  public @Nullable String take(Webhook webhook) throws IOException {
    return intake.take(
        WebhookBody.event(webhook.json(WebhookBody::read), webhook.event()), webhook.traceId());
  }
}

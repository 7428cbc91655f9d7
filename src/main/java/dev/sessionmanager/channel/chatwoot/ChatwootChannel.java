package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.messaging.MessagingChannel;
import dev.sessionmanager.messaging.MessagingProvider;
import dev.sessionmanager.messaging.SenderRetries;
import dev.sessionmanager.messaging.Webhook;
import dev.sessionmanager.messaging.WebhookOutcome;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Chatwoot's webhooks. Chatwoot waits 5 seconds. Webhooks of accounts and of API inboxes are sent
 * once, whatever is answered; those of agent bots again on 429 and 500 and nothing else (three
 * times, three seconds apart), and then, or after any other refusal, Chatwoot opens the
 * conversation for humans: where a wrong secret makes it, humans get the conversation, which is
 * where it belongs meanwhile.
 */
@Component
class ChatwootChannel implements MessagingChannel {

  private final MessagingProvider provider;
  private final Signatures signatures;
  private final ChatwootIntake intake;

  ChatwootChannel(ChatwootSettings settings, ChatwootIntake intake, Clock clock) {
    this.provider = settings.provider();
    this.signatures = new Signatures(settings.webhookSecrets(), clock);
    this.intake = intake;
  }

  @Override
  public MessagingProvider provider() {
    return provider;
  }

  @Override
  public SenderRetries retries() {
    return SenderRetries.ON_500;
  }

  @Override
  public Optional<String> refusal(Webhook webhook) throws IOException {
    if (!signatures.wanted()) {
      if (!webhook.trusted()) {
        throw new Problem(Kind.UNAUTHENTICATED).setting(provider.verifiedBy());
      }
      return Optional.empty();
    }
    return signatures
        .fault(
            webhook.header(Signatures.SIGNATURE),
            webhook.header(Signatures.TIMESTAMP),
            webhook.body())
        .map(Signatures.Fault::cause);
  }

  @Override
  public @Nullable String take(Webhook webhook) throws IOException {
    ChatwootWire.Event event = ChatwootWire.event(webhook.json());
    return intake.take(event, webhook.traceId()) == WebhookOutcome.IGNORED
        ? "nothing to answer or to note"
        : null;
  }
}

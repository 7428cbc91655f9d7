package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.Signatures.Check;
import dev.sessionmanager.channel.chatwoot.Signatures.Fault;
import dev.sessionmanager.messaging.LeanJson;
import dev.sessionmanager.messaging.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Webhooks that are too long to be kept. Of an e-mail with pictures one has megabytes: the mail in
 * HTML and as text, each as it came, without its quotes and with nothing else, and all of that once
 * more in the conversation's last message; the mail itself is {@code content}, of 150,000
 * characters at most ({@code MailboxHelper#create_message}). So a long body is read as it comes,
 * once, and while it is read the signatures of every account are checked. Any thread.
 */
final class LargeBodies {

  private static final LeanJson JSON =
      new LeanJson(
          Set.of("html_content", "text_content", "processed_message_content", "thumbnail"),
          100,
          50_000,
          1_000_000);

  private final List<Signatures> accounts = new CopyOnWriteArrayList<>();
  private final Clock clock;

  LargeBodies(Clock clock) {
    this.clock = clock;
  }

  /** Those of one more account. */
  Signatures signatures(Supplier<List<String>> secrets) {
    Signatures signatures = new Signatures(secrets, clock);
    accounts.add(signatures);
    return signatures;
  }

  /** What of a body of any length is needed. */
  JsonNode json(Webhook webhook) throws IOException {
    return webhook.large() ? webhook.json(JSON::read) : webhook.json();
  }

  /** Empty where the signature of a long body is right. */
  Optional<Fault> fault(Signatures account, Webhook webhook, String signature, String timestamp)
      throws IOException {
    Checks checks = (Checks) webhook.seen();
    if (checks == null) {
      checks = new Checks(new HashMap<>());
      for (Signatures each : accounts) {
        checks.by().put(each, each.begin(signature, timestamp));
      }
      webhook.read(checks, JSON::read);
    }
    return Objects.requireNonNull(checks.by().get(account)).fault();
  }

  /** One of each account's. */
  private record Checks(Map<Signatures, Check> by) implements Webhook.Passage {

    @Override
    public InputStream of(InputStream body) {
      InputStream seen = body;
      for (Check check : by.values()) {
        seen = check.of(seen);
      }
      return seen;
    }
  }
}

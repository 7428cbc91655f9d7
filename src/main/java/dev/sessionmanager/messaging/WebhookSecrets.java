package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.TurnLog;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Secrets that providers have made for webhooks which this service has registered, and by which
 * they sign them: nobody has to copy those into a setting. They are kept like everything else that
 * is ours, for the provider's server that has told them alone. Any thread.
 */
@Component
public class WebhookSecrets {

  private static final String KEEP =
      """
      insert into webhook_secrets (channel, account, server, url, secret, kept_at) values (?, ?, ?, ?, ?, ?)
      on conflict (channel, account, server, url) do update set secret = excluded.secret, kept_at = excluded.kept_at\
      """;

  private final TurnLog log;
  private final JdbcClient reading;
  private final Clock clock;

  WebhookSecrets(TurnLog log, @Qualifier("readingDataSource") DataSource reading, Clock clock) {
    this.log = log;
    this.reading = JdbcClient.create(reading);
    this.clock = clock;
  }

  /**
   * Keeps that of one webhook, in place of an older one; on the disk when this returns.
   *
   * @throws LogFailure when it is not
   */
  public void keep(MessagingProvider provider, URI webhook, String secret) {
    String url = webhook.toString();
    long now = clock.millis();
    log.append(statements ->
        statements.run(
            KEEP, provider.channel(), provider.account(), provider.address(), url, secret, now));
  }

  /** Those of one account's webhooks; none where it has told none. */
  public List<String> of(MessagingProvider provider) {
    return reading
        .sql("select secret from webhook_secrets where channel = ? and account = ? and server = ?")
        .params(provider.channel(), provider.account(), provider.address())
        .query((row, number) -> row.getString("secret"))
        .list();
  }
}

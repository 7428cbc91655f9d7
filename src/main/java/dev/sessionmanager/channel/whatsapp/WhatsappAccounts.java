package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.messaging.AccountsFile;
import dev.sessionmanager.messaging.Aliases;
import dev.sessionmanager.messaging.MessagingAccount;
import dev.sessionmanager.messaging.MessagingAccounts;
import dev.sessionmanager.messaging.MessagingService;
import dev.sessionmanager.messaging.WebhookLog;
import dev.sessionmanager.session.DerivedSecrets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * The instances of Evolution's that are served, a WhatsApp number each: that of the variables, and
 * those of the file.
 */
@Component
final class WhatsappAccounts implements MessagingAccounts, AutoCloseable {

  private static final AccountsFile.Form FORM =
      new AccountsFile.Form(
          "evolution",
          Map.of(
              "webhook-header-value", "webhook.header-value", "webhook-jwt-key", "webhook.jwt-key"),
          Set.of("instance"),
          Set.of("token", "webhook.header-value", "webhook.jwt-key"));

  private final List<MessagingAccount> all = new ArrayList<>();
  private final List<EvolutionClient> clients = new ArrayList<>();

  WhatsappAccounts(
      EvolutionSettings settings,
      AccountsFile file,
      OutboundHttp outbound,
      MessagingService messaging,
      WebhookLog log,
      Common common,
      Clock clock) {
    for (EvolutionSettings instance :
        file.served(FORM, settings, EvolutionSettings.class, EvolutionSettings::provider)) {
      List<String> secrets = common.secrets().of("webhooks of evolution " + instance.account());
      MessageReader reader =
          new MessageReader(
              instance, common.numbers(instance), common.limits(), common.texts(), clock);
      SenderCheck sender = new SenderCheck(instance, secrets, clock);
      WhatsappChannel channel = new WhatsappChannel(instance, sender, reader, messaging, log);
      EvolutionClient client =
          new EvolutionClient(
              outbound,
              instance,
              secrets.getFirst(),
              reader,
              channel::ours,
              channel::putAside,
              common.texts(),
              clock);
      clients.add(client);
      all.add(new MessagingAccount(channel, client));
    }
  }

  @Override
  public List<MessagingAccount> all() {
    return List.copyOf(all);
  }

  /** Ends the calls under way. */
  @Override
  public void close() {
    clients.forEach(EvolutionClient::close);
  }

  /** What all of them have in common. */
  @Component
  record Common(
      MessageSource texts, MessageSettings limits, DerivedSecrets secrets, Aliases aliases) {

    private HiddenNumbers numbers(EvolutionSettings instance) {
      String channel = EvolutionSettings.CHANNEL;
      return new HiddenNumbers(
          instance,
          hidden -> aliases.of(channel, hidden),
          (hidden, number) -> aliases.learn(channel, hidden, number));
    }
  }
}

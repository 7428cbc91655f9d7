package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.messaging.AccountsFile;
import dev.sessionmanager.messaging.LeftAssignees;
import dev.sessionmanager.messaging.MessagingAccount;
import dev.sessionmanager.messaging.MessagingAccounts;
import dev.sessionmanager.messaging.MessagingService;
import dev.sessionmanager.messaging.WebhookLog;
import dev.sessionmanager.messaging.WebhookSecrets;
import dev.sessionmanager.problem.WrongSetting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * The accounts of Chatwoot's that are served: that of the variables, and those of the file. Ids are
 * one server's, so that of several servers all but one have accounts with names of their own.
 */
@Component
final class ChatwootAccounts implements MessagingAccounts, AutoCloseable {

  private static final AccountsFile.Form FORM =
      new AccountsFile.Form(
          ChatwootSettings.CHANNEL,
          Map.of("account", "account-id", "webhook-secret", "webhook-secrets"),
          Set.of("account-id", "inboxes", "handover-team", "handover-assignee"),
          Set.of("token", "webhook-secrets"));

  private final List<MessagingAccount> all = new ArrayList<>();
  private final List<Runnable> closing = new ArrayList<>();

  ChatwootAccounts(
      ChatwootSettings settings,
      AccountsFile file,
      OutboundHttp outbound,
      MessagingService messaging,
      People people,
      WebhookLog log,
      Clock clock) {
    LargeBodies large = new LargeBodies(clock);
    PhoneSettings phone = people.phone();
    for (ChatwootSettings account : settings(settings, file)) {
      ChatwootHumans humans = new ChatwootHumans(messaging, phone, clock);
      ChatwootArrivals arrivals =
          new ChatwootArrivals(account, people.messages(), people.limits(), phone.groups(), clock);
      OwnUser own = new OwnUser(outbound, account, clock);
      Holding holding =
          new Holding(
              account,
              own,
              people.left(),
              key -> messaging.waitsForHuman(ChatwootSettings.CHANNEL, key));
      ChatwootClient client =
          new ChatwootClient(
              outbound,
              account,
              arrivals,
              humans,
              holding,
              people.secrets(),
              people.messages(),
              clock);
      ChatwootChannel channel =
          new ChatwootChannel(
              account, messaging, arrivals, humans, holding, large, people.secrets(), log);
      closing.addAll(List.of(client::close, own::close));
      all.add(new MessagingAccount(channel, client));
    }
  }

  private static List<ChatwootSettings> settings(ChatwootSettings variables, AccountsFile file) {
    List<ChatwootSettings> all =
        file.served(FORM, variables, ChatwootSettings.class, ChatwootSettings::provider);
    Set<String> servers = new HashSet<>();
    for (ChatwootSettings account : all) {
      if (account.name().isEmpty()) {
        servers.add(account.provider().address());
      }
    }
    WrongSetting.when(
        servers.size() > 1,
        "Two Chatwoots may give the same numbers: in messaging.accounts-file, give each account a"
            + " name, but for those of one Chatwoot.");
    return all;
  }

  @Override
  public List<MessagingAccount> all() {
    return List.copyOf(all);
  }

  /** Ends the calls under way. */
  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }

  /** By what people in Chatwoot are told apart, and what they write is taken in and believed. */
  @Component
  record People(
      LeftAssignees left,
      PhoneSettings phone,
      MessageSource messages,
      MessageSettings limits,
      WebhookSecrets secrets) {}
}

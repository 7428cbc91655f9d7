package dev.sessionmanager.messaging;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * The messaging channels with their accounts. Their beans are looked for when they are first asked
 * for, and not before: they know what is built upon this. Any thread.
 */
@Component
public class Messengers {

  private final ObjectProvider<MessagingChannel> channels;
  private final ObjectProvider<MessagingAccounts> accounts;
  private final SingletonSupplier<Map<Account, Messenger>> connected;

  Messengers(
      ObjectProvider<Messenger> messengers,
      ObjectProvider<MessagingChannel> channels,
      ObjectProvider<MessagingAccounts> accounts) {
    this.channels = channels;
    this.accounts = accounts;
    this.connected =
        SingletonSupplier.of(() ->
            connected(
                Stream.concat(messengers.stream(), accounts().map(MessagingAccount::messenger))));
  }

  private Stream<MessagingAccount> accounts() {
    return accounts.stream().flatMap(provider -> provider.all().stream());
  }

  private static Map<Account, Messenger> connected(Stream<Messenger> messengers) {
    Map<String, Messenger> sorted = new TreeMap<>();
    Map<Account, Messenger> byAccount = new LinkedHashMap<>();
    messengers
        .filter(messenger -> messenger.provider().connected())
        .forEach(messenger -> {
          if (sorted.put(Account.of(messenger).toString(), messenger) != null) {
            throw new IllegalStateException("two messengers for " + Account.of(messenger));
          }
        });
    sorted.values().forEach(messenger -> byAccount.put(Account.of(messenger), messenger));
    return byAccount;
  }

  /** Every channel there is, connected or not, by name; several where it has several accounts. */
  public List<MessagingChannel> channels() {
    return Stream.concat(channels.stream(), accounts().map(MessagingAccount::channel))
        .sorted(
            Comparator.comparing((MessagingChannel channel) -> channel.provider().channel())
                .thenComparing(channel -> channel.provider().account()))
        .toList();
  }

  /** The messengers of all accounts that are connected. */
  public Collection<Messenger> all() {
    return connected.obtain().values();
  }

  /** Their accounts. */
  List<Account> connectedAccounts() {
    return all().stream().map(Account::of).toList();
  }

  /** The messenger of an account; empty where it is not connected. */
  public Optional<Messenger> find(MessagingProvider provider) {
    return Optional.ofNullable(
        connected.obtain().get(new Account(provider.channel(), provider.account())));
  }

  /** The messenger by which a conversation is held; empty where its account is not connected. */
  public Optional<Messenger> find(String channel, String conversation) {
    Account account = Account.of(channel, conversation);
    Map<Account, Messenger> all = connected.obtain();
    return Optional.ofNullable(all.getOrDefault(account, all.get(account.whole())));
  }

  /**
   * What the operator calls an account: its channel, with the account's name where it has several.
   */
  public String name(Messenger messenger) {
    long accounts =
        all().stream().filter(other -> other.channel().equals(messenger.channel())).count();
    return accounts < 2 ? messenger.channel() : Account.of(messenger).toString();
  }

  /**
   * Who answers a batch, by name: as the settings have it when its turn begins, so that what waits
   * while they change is neither lost nor answered by who is gone. Empty where nobody does any
   * more.
   */
  Optional<String> agent(Batch batch) {
    return of(batch).agent(batch.last().inbox());
  }

  /** The messenger of the account that a batch came by, which is connected. */
  Messenger of(Batch batch) {
    return find(batch.channel(), batch.conversation()).orElseThrow();
  }
}

package dev.sessionmanager.messaging;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.http.HttpLimits;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A messaging provider as its settings name it: what its {@link MessagingChannel} and its {@link
 * Messenger} have in common.
 *
 * @param channel the channel's name, unique: {@code whatsapp}
 * @param account the name of the account there, unique in its channel and without a slash, with
 *     which and a slash the names of its conversations begin; {@code ""} where the channel has one
 *     account only, and their names begin as they like
 * @param name the provider's, as operators know it: {@code Evolution}
 * @param connectedBy the setting of its address, like {@code EVOLUTION_API_URL}
 * @param verifiedBy the setting by which its webhooks are known, like {@code
 *     CHATWOOT_WEBHOOK_SECRET}
 * @param address of its API, before every path; {@code ""} where it is not connected
 * @param keyHeader the header in which the key of the API stands, and nowhere else; {@code ""}
 *     where it is a part of the paths
 * @param timeout for a call of the API as a whole
 * @param agent who answers in its conversations, by {@link Agent#name()}; {@link #NOBODY}
 * @param form the form of text in which replies, which agents write in Markdown, reach its people
 * @param maxChars the longest text that one message can hold, in chars of Java; longer answers are
 *     split
 */
public record MessagingProvider(
    String channel,
    String account,
    String name,
    String connectedBy,
    String verifiedBy,
    String address,
    String keyHeader,
    String key,
    HttpLimits limits,
    Duration timeout,
    String agent,
    TextForm form,
    int maxChars) {

  /** In place of an agent's name: nobody answers. */
  public static final String NOBODY = "none";

  /** Who answers, by name; empty where nobody does. */
  public static Optional<String> answering(String agent) {
    return agent.isBlank() || agent.equals(NOBODY) ? Optional.empty() : Optional.of(agent);
  }

  /** Whether its address is set. */
  public boolean connected() {
    return !address.isEmpty();
  }

  /** What it is in the path of its webhooks and in {@code /health}: its name in lower case. */
  public String id() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The same, but a call of it may take no longer than this. */
  public MessagingProvider within(Duration time) {
    return new MessagingProvider(
        channel,
        account,
        name,
        connectedBy,
        verifiedBy,
        address,
        keyHeader,
        key,
        limits,
        timeout.compareTo(time) < 0 ? timeout : time,
        agent,
        form,
        maxChars);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return name;
  }
}

package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.messaging.MessagingProvider;
import dev.sessionmanager.messaging.SettingNames;
import dev.sessionmanager.messaging.TextForm;
import dev.sessionmanager.problem.WrongSetting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * One account of Chatwoot's.
 *
 * @param name by which this account is known among several, in its webhooks' address and in
 *     conversations; empty: its number
 * @param names how the operator has written these settings
 * @param url Chatwoot's address ({@code CHATWOOT_API_URL}), also as a browser shows it, with the
 *     account; empty: not connected
 * @param token of an agent or agent bot there ({@code CHATWOOT_API_TOKEN})
 * @param accountId whose conversations are served ({@code CHATWOOT_ACCOUNT_ID}); empty where the
 *     address has it
 * @param webhookSecrets of the webhooks that call us ({@code CHATWOOT_WEBHOOK_SECRET}); each
 *     webhook of Chatwoot has its own. None: those that Chatwoot has told us, and callers of
 *     WEBHOOK_NETWORKS
 * @param agent who answers ({@code CHATWOOT_AGENT}); {@code none}: nobody
 * @param inboxes who answers in some inboxes instead ({@code chatwoot.inboxes}), like {@code
 *     3=techbot}
 * @param statuses of conversations in which the bot may speak ({@code chatwoot.statuses})
 * @param assigned whether an assignee holds an open conversation ({@code chatwoot.assigned})
 * @param handoverLabel by which a conversation is a human's ({@code chatwoot.handover-label})
 * @param handoverTeam the number of the team that gets one ({@code chatwoot.handover-team}); empty:
 *     none
 * @param handoverAssignee the number of the agent who gets one ({@code
 *     chatwoot.handover-assignee}); empty: nobody
 * @param handoverPriority of one ({@code chatwoot.handover-priority}); empty: as it is
 * @param maxChars of one message that is sent ({@code chatwoot.max-chars})
 * @param connectTimeout for a connection ({@code chatwoot.connect-timeout})
 * @param timeout for a call as a whole ({@code chatwoot.timeout})
 * @param connectionsMax connections at once ({@code chatwoot.connections-max})
 * @param answerMax the largest answer that is read ({@code chatwoot.answer-max})
 * @param missedMax conversations that are looked through for missed messages ({@code
 *     chatwoot.missed-max})
 */
@ConfigurationProperties("chatwoot")
record ChatwootSettings(
    @DefaultValue("") String name,
    @DefaultValue SettingNames names,
    @Nullable URI url,
    String token,
    String accountId,
    List<String> webhookSecrets,
    String agent,
    List<String> inboxes,
    Set<String> statuses,
    Assigned assigned,
    String handoverLabel,
    String handoverTeam,
    String handoverAssignee,
    String handoverPriority,
    int maxChars,
    Duration connectTimeout,
    Duration timeout,
    int connectionsMax,
    DataSize answerMax,
    int missedMax) {

  /** When a conversation that is assigned to a human is theirs. */
  enum Assigned {
    /** Once they have written in it. */
    ANSWERED,
    /** From the assignment on. */
    ASSIGNED
  }

  /** The name of the channel. */
  static final String CHANNEL = "chatwoot";

  private static final Set<String> PRIORITIES = Set.of("", "urgent", "high", "medium", "low");

  /** What a browser shows of Chatwoot: its address, and the account. */
  private static final Pattern PAGE =
      Pattern.compile("(https?://[^?#]+?)/app/accounts/([0-9]{1,18})(?:[/?#].*)?");

  private static final Set<String> ALL = Set.of("open", "pending", "resolved", "snoozed");

  ChatwootSettings {
    inboxes = List.copyOf(inboxes);
    InboxAgents.of(inboxes, agent); // for what is wrong with them
    webhookSecrets =
        webhookSecrets.stream().map(String::strip).filter(secret -> !secret.isEmpty()).toList();
    if (url != null && url.toString().isEmpty()) {
      url = null;
    }
    Matcher page = PAGE.matcher(url == null ? "" : url.toString());
    if (page.matches()) {
      url = URI.create(page.group(1));
      accountId = accountId.isBlank() ? page.group(2) : accountId;
    }
    WrongSetting.unless(
        url == null || HttpCall.canCall(url),
        names.of("url", "CHATWOOT_API_URL") + " must be an address like https://chat.example.org.");
    WrongSetting.unless(
        url == null || (!token.isBlank() && accountId.matches("[0-9]{1,18}")),
        "%s needs %s, and %s, which is a number."
            .formatted(
                names.of("url", "CHATWOOT_API_URL"),
                names.of("token", "CHATWOOT_API_TOKEN"),
                names.of("account-id", "CHATWOOT_ACCOUNT_ID")));
    WrongSetting.unless(
        ALL.containsAll(statuses) && !statuses.isEmpty(),
        "chatwoot.statuses must be some of open, pending, resolved and snoozed.");
    WrongSetting.unless(
        handoverTeam.matches("[0-9]{0,18}") && handoverAssignee.matches("[0-9]{0,18}"),
        "chatwoot.handover-team and chatwoot.handover-assignee must be numbers.");
    WrongSetting.unless(
        PRIORITIES.contains(handoverPriority),
        "chatwoot.handover-priority must be urgent, high, medium, low or empty.");
    WrongSetting.unless(
        maxChars >= 100 && maxChars <= 150_000, "chatwoot.max-chars must be 100 to 150000.");
    WrongSetting.unless(
        connectTimeout.isPositive() && timeout.isPositive(),
        "chatwoot.connect-timeout and chatwoot.timeout must be above 0.");
    WrongSetting.unless(
        connectionsMax >= 1 && missedMax >= 0,
        "chatwoot.connections-max must be at least 1, chatwoot.missed-max at least 0.");
    WrongSetting.unless(
        answerMax.toBytes() >= 1024 && answerMax.toMegabytes() <= 1024,
        "chatwoot.answer-max must be 1KB to 1024MB.");
  }

  /** Who answers in which inbox. */
  InboxAgents inboxAgents() {
    return InboxAgents.of(inboxes, agent);
  }

  /** By which the account is known here. */
  String account() {
    return name.isEmpty() ? accountId : name;
  }

  /**
   * By which a message is known, of this id there. Ids are one server's: those of another with a
   * name of its own must not be taken for them.
   */
  String messageKey(String id) {
    return name.isEmpty() ? id : name + '/' + id;
  }

  /** A setting of this account's, as the operator finds it. */
  String setting(String property, String variable) {
    return names.of(property, variable, account());
  }

  /** Chatwoot and its account; the address may be written with a slash or its path at its end. */
  MessagingProvider provider() {
    return new MessagingProvider(
        CHANNEL,
        account(),
        "Chatwoot",
        setting("url", "CHATWOOT_API_URL"),
        setting("webhook-secrets", "CHATWOOT_WEBHOOK_SECRET"),
        url == null
            ? ""
            : url.toString().replaceFirst("/+(api(/v1)?/*)?$", "") + "/api/v1/accounts/",
        "api_access_token",
        token,
        new HttpLimits(connectTimeout, connectionsMax, answerMax.toBytes()),
        timeout,
        agent,
        TextForm.COMMON,
        maxChars);
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "ChatwootSettings[account " + accountId + ']';
  }
}

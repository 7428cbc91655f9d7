package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.messaging.MessagingProvider;
import dev.sessionmanager.problem.WrongSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who answers in the inboxes of one account.
 *
 * @param byInbox agents by the inbox's id
 * @param others the agent of every other inbox
 */
record InboxAgents(Map<String, String> byInbox, String others) {

  private static final Pattern PAIR =
      Pattern.compile("\\s*([1-9][0-9]{0,17})\\s*=\\s*([^\\s=]+)\\s*");

  /** YAML's word for none, too. */
  private static final List<String> NOBODY = List.of(MessagingProvider.NOBODY, "false");

  /**
   * Reads them.
   *
   * @param pairs like {@code 3=techbot}
   * @throws WrongSetting where one is not like that, or an inbox is named twice
   */
  static InboxAgents of(List<String> pairs, String others) {
    Map<String, String> byInbox = new LinkedHashMap<>();
    for (String pair : pairs) {
      if (pair.isBlank()) {
        continue;
      }
      Matcher parts = PAIR.matcher(pair);
      boolean isRight = parts.matches();
      WrongSetting.unless(
          isRight && byInbox.put(parts.group(1), written(parts.group(2))) == null,
          "chatwoot.inboxes must be like 3=techbot,5=none: each inbox once, by its number.");
    }
    return new InboxAgents(byInbox, others);
  }

  private static String written(String written) {
    return NOBODY.contains(written) ? MessagingProvider.NOBODY : written;
  }

  /**
   * Who answers in an inbox; empty where nobody does.
   *
   * @param inbox null where it is not known
   */
  Optional<String> agent(@Nullable String inbox) {
    return MessagingProvider.answering(
        inbox == null ? others : byInbox.getOrDefault(inbox, others));
  }
}

package dev.sessionmanager.conversation;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param deletedKept how long a deleted conversation can be brought back ({@code
 *     conversations.deleted-kept}); 0 for none
 * @param versionsMax turns of one conversation that are further versions of others ({@code
 *     conversations.versions-max})
 * @param sharesMax links to one conversation ({@code conversations.shares-max})
 * @param sharedWithoutLogin whether who has such a link needs no login ({@code
 *     conversations.shared-without-login})
 */
@ConfigurationProperties("conversations")
record ConversationSettings(
    Duration deletedKept, int versionsMax, int sharesMax, boolean sharedWithoutLogin) {

  /** More would make the parts of a branch a table of their own. */
  private static final int MOST_VERSIONS = 1000;

  /** A list of them is not paged. */
  private static final int MOST_SHARES = 500;

  ConversationSettings {
    WrongSetting.when(deletedKept.isNegative(), "conversations.deleted-kept must not be negative.");
    WrongSetting.when(
        versionsMax < 0 || versionsMax > MOST_VERSIONS,
        "conversations.versions-max must be from 0 to " + MOST_VERSIONS + '.');
    WrongSetting.when(
        sharesMax < 0 || sharesMax > MOST_SHARES,
        "conversations.shares-max must be from 0 to " + MOST_SHARES + '.');
  }
}

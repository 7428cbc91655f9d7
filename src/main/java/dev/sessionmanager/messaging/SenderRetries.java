package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Duration;

/**
 * The table of answers to the senders of webhooks, by what makes a sender send again: a message is
 * lost where it was not taken and does not come again.
 *
 * <table>
 * <caption>Answers</caption>
 * <tr><th></th><th>taken, or nothing to take</th><th>not known to be the provider's</th>
 *     <th>could not be stored</th><th>no JSON</th><th>not connected</th></tr>
 * <tr><td>{@link #ON_500}</td><td>200</td><td>401</td><td>500</td><td>400</td><td>404</td></tr>
 * <tr><td>{@link #UNLESS_4XX}</td><td>200</td><td>412</td><td>503</td><td>400</td><td>404</td></tr>
 * </table>
 */
public enum SenderRetries {

  /** A sender that sends again on 500 and on hardly anything else, like Chatwoot. */
  ON_500(Kind.BAD_SIGNATURE, Kind.INTERNAL),

  /**
   * A sender that sends again unless it is told that the request is wrong (400, 401, 403, 404,
   * 422), like Evolution. A wrong secret is nearly always a mistake in the settings, and customers'
   * messages must still be there once it is put right.
   */
  UNLESS_4XX(Kind.WEBHOOK_UNVERIFIED, Kind.STORAGE_FAILED);

  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Kind refused;
  private final Kind notStored;

  SenderRetries(Kind refused, Kind notStored) {
    this.refused = refused;
    this.notStored = notStored;
  }

  /** For a webhook that could be anybody's. */
  Problem refused() {
    return new Problem(refused);
  }

  /** For a webhook whose message could not be stored. */
  Problem notStored(Problem why) {
    return why.kind() == notStored
        ? why.retryAfter(AGAIN)
        : new Problem(notStored).retryAfter(AGAIN).causedBy(why);
  }
}

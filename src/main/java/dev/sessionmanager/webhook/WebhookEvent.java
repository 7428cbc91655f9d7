package dev.sessionmanager.webhook;

import java.time.Instant;

/**
 * An event on its way to one receiver.
 *
 * @param id by which the receiver knows it when it comes again
 * @param name like {@code handover.requested}
 * @param body the JSON that is sent, the same at each try
 * @param attempts how often it has failed
 */
record WebhookEvent(
    long seq, String id, String name, String body, int attempts, Instant createdAt) {

  /** Without the body, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "WebhookEvent[" + name + ' ' + id + ']';
  }
}

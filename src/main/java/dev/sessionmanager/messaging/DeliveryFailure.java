package dev.sessionmanager.messaging;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a provider was not reached, or did not do what it was asked. Its message is one sentence for
 * the operator, without a secret and without a customer's words.
 */
public final class DeliveryFailure extends Exception {

  private static final long serialVersionUID = 1;

  /** What is to be done about the failure. */
  public enum Kind {
    /** The call may have been done: look before it is done again. */
    UNKNOWN,
    /** The call was certainly not done, and may be later. */
    LATER,
    /** This call will never be done; others may. */
    REFUSED,
    /** No call will be done until the operator has changed something: the credentials are wrong. */
    STOPPED
  }

  private final Kind kind;
  private final @Nullable Duration retryAfter;

  private DeliveryFailure(
      Kind kind, String reason, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(reason, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public static DeliveryFailure unknown(String reason, @Nullable Throwable cause) {
    return new DeliveryFailure(Kind.UNKNOWN, reason, null, cause);
  }

  public static DeliveryFailure later(String reason, @Nullable Throwable cause) {
    return new DeliveryFailure(Kind.LATER, reason, null, cause);
  }

  public static DeliveryFailure refused(String reason) {
    return new DeliveryFailure(Kind.REFUSED, reason, null, null);
  }

  public static DeliveryFailure stopped(String reason) {
    return new DeliveryFailure(Kind.STOPPED, reason, null, null);
  }

  /** The provider says how long to wait. */
  public DeliveryFailure retryAfter(Duration wait) {
    return new DeliveryFailure(kind, reason(), wait, getCause());
  }

  public Kind kind() {
    return kind;
  }

  public String reason() {
    String reason = getMessage();
    return reason == null ? "" : reason;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}

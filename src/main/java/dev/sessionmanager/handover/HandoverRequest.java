package dev.sessionmanager.handover;

import dev.sessionmanager.text.ShortText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * A conversation that waits for a human.
 *
 * @param channel by its name
 * @param conversation the channel's name for it
 * @param person the customer's name, as far as it is known; else {@code ""}
 * @param agent who has answered so far
 * @param reason why: {@link #ASKED}, {@link #STORAGE}, or a model's own words
 * @param said the customer's last words, cut to {@value #SAID_MAX} characters
 * @param summary of what is wanted, where a model has made one; else {@code ""}
 * @param askedAt since when it waits
 * @param problem why those could not be told who were to be; null while that has not failed
 */
public record HandoverRequest(
    String channel,
    String conversation,
    String person,
    String agent,
    String reason,
    String said,
    String summary,
    String traceId,
    Instant askedAt,
    @Nullable String problem) {

  /** The customer has asked for a human, or complains. */
  public static final String ASKED = "asked";

  /** No more may be kept of the customer, so that the agent cannot go on. */
  public static final String STORAGE = "storage";

  private static final int SAID_MAX = 600;
  private static final int REASON_MAX = 200;
  private static final int SUMMARY_MAX = 1000;

  public HandoverRequest {
    said = ShortText.of(said.strip(), SAID_MAX);
    reason = ShortText.of(reason.strip(), REASON_MAX);
    summary = ShortText.of(summary.strip(), SUMMARY_MAX);
  }

  /** A new one; what an agent says about it stands in its answer's meta. */
  public static HandoverRequest of(
      String channel,
      String conversation,
      String person,
      String agent,
      Map<String, Object> meta,
      String said,
      String traceId,
      Instant now) {
    return new HandoverRequest(
        channel,
        conversation,
        person,
        agent,
        Objects.toString(meta.get("reason"), ASKED),
        said,
        Objects.toString(meta.get("summary"), ""),
        traceId,
        now,
        null);
  }

  /** Why, for those who read it at the channel; a model's words as they are. */
  public String reasonIn(MessageSource texts, Locale language) {
    return switch (reason) {
      case ASKED -> texts.getMessage("messaging.handover.reason.asked", null, language);
      case STORAGE -> texts.getMessage("messaging.handover.reason.storage", null, language);
      default -> reason;
    };
  }

  /** As programs are told. */
  Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("channel", channel);
    data.put("conversation", conversation);
    data.put("person", person);
    data.put("agent", agent);
    data.put("reason", reason);
    data.put("said", said);
    data.put("summary", summary);
    data.put("asked_at", askedAt.toString());
    data.put("trace_id", traceId);
    return data;
  }

  /** Without anybody's words, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "HandoverRequest[" + channel + ' ' + conversation + ']';
  }
}

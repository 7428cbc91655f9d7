package dev.sessionmanager.channel.rest;

import dev.sessionmanager.problem.Problem;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** By what a client would send the same message again: the header Idempotency-Key, or a field. */
final class MessageId {

  /** As long as anybody's UUID, hash or path; what it says is the client's business. */
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,200}");

  private MessageId() {}

  /** The one that is given; null where none is. */
  static @Nullable String of(@Nullable String header, @Nullable String field) {
    String id = header == null ? field : header;
    if (id != null && !FORM.matcher(id).matches()) {
      throw Problem.fields(Map.of(header == null ? "message_id" : "Idempotency-Key", "message_id"));
    }
    return id;
  }
}

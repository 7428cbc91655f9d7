package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.AnswerRating;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the reader of an answer thinks of it: {@code up} or {@code down}, and why. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RatingView(
    String rating, @Nullable String reason, @JsonProperty("rated_at") Instant ratedAt) {

  static RatingView of(AnswerRating rating) {
    return new RatingView(
        rating.thumb().name().toLowerCase(Locale.ROOT), rating.reason(), rating.ratedAt());
  }
}

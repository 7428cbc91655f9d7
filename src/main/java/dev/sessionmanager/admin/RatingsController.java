package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.AnswerRating.Thumb;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Ratings;
import dev.sessionmanager.conversation.Ratings.Rated;
import dev.sessionmanager.conversation.Reach;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.PageLimit;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Seals;
import dev.sessionmanager.trace.Audit;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What people think of the answers, for an administrator. What was asked and answered is shown of
 * guests and customers; a user's conversations are the user's alone, and a rating shows of them
 * what the user wrote for it.
 */
@RestController
class RatingsController {

  private final Ratings ratings;
  private final Seals seals;
  private final FieldCheck fields;

  RatingsController(Ratings ratings, Seals seals, FieldCheck fields) {
    this.ratings = ratings;
    this.seals = seals;
    this.fields = fields;
  }

  record Wanted(@Pattern(regexp = "up|down", message = "rating") @Nullable String rating) {

    @Nullable Thumb thumb() {
      return rating == null ? null : rating.equals("up") ? Thumb.UP : Thumb.DOWN;
    }
  }

  /**
   * A rating.
   *
   * @param model null where no model was asked
   * @param question of a guest or a customer; null of a user
   * @param answer likewise
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RatedView(
      @JsonProperty("turn_id") String turnId,
      @JsonProperty("conversation_id") @Nullable String conversationId,
      String owner,
      String channel,
      String agent,
      @Nullable String model,
      String rating,
      @Nullable String reason,
      @JsonProperty("rated_at") Instant ratedAt,
      @Nullable String question,
      @Nullable String answer) {}

  /** The last rated first; {@code next} is the {@code before} of the following page. */
  @GetMapping("/admin/ratings")
  Map<String, Object> list(
      @RequestParam(required = false) @Nullable String rating,
      @RequestParam(required = false) @Nullable Instant before,
      @RequestParam(defaultValue = "100") int limit,
      Caller caller) {
    Thumb thumb = fields.check(new Wanted(rating)).thumb();
    fields.check(new PageLimit(limit));
    List<Rated> page =
        Audit.note(caller.operator(), "ratings.read", "", () -> ratings.list(thumb, before, limit));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("ratings", page.stream().map(this::view).toList());
    body.put("counts", ratings.counts());
    body.put("next", page.size() < limit ? null : page.getLast().rating().ratedAt());
    return body;
  }

  private RatedView view(Rated rated) {
    Outcome outcome = rated.turn().outcome();
    Usage usage = outcome == null ? null : outcome.usage();
    String owner = rated.turn().asked().owner();
    boolean guest = Reach.GUESTS.test(owner);
    return new RatedView(
        seals.seal(rated.turn().id()),
        guest ? rated.turn().asked().conversationId() : null,
        owner,
        rated.turn().asked().channel(),
        rated.turn().asked().agent(),
        usage == null ? null : usage.model(),
        rated.rating().thumb().name().toLowerCase(Locale.ROOT),
        rated.rating().reason(),
        rated.rating().ratedAt(),
        guest ? rated.turn().asked().question() : null,
        guest && outcome != null ? outcome.answer() : null);
  }
}

package dev.sessionmanager.channel.rest;

import dev.sessionmanager.conversation.AnswerRating;
import dev.sessionmanager.conversation.AnswerRating.Thumb;
import dev.sessionmanager.conversation.Ratings;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What the caller thinks of an answer. */
@RestController
class RatingController {

  private static final String PATH = "/conversations/{id}/turns/{turn_id}/rating";

  private final OwnConversations own;
  private final Ratings ratings;
  private final MessageSource messages;

  RatingController(OwnConversations own, Ratings ratings, MessageSource messages) {
    this.own = own;
    this.ratings = ratings;
    this.messages = messages;
  }

  record Judgement(
      @NotNull(message = "rating") @Pattern(regexp = "up|down", message = "rating") String rating,
      @Text(required = false, max = AnswerRating.REASON_MAX) @Nullable String reason) {}

  /** Rates an answer, in place of an earlier rating. */
  @PutMapping(PATH)
  Answer rate(
      @PathVariable String id,
      @PathVariable("turn_id") String turnId,
      @RequestBody @Valid Judgement judgement,
      Ownership mine) {
    Turn turn = own.turn(id, turnId, mine);
    if (!turn.answered()) {
      throw new Problem(Kind.CONFLICT);
    }
    Thumb thumb = judgement.rating().equals("up") ? Thumb.UP : Thumb.DOWN;
    AnswerRating rating = ratings.rate(turn, thumb, judgement.reason());
    return Answer.of(messages, "rated", Map.of("rating", RatingView.of(rating)));
  }

  @DeleteMapping(PATH)
  Answer forget(@PathVariable String id, @PathVariable("turn_id") String turnId, Ownership mine) {
    ratings.forget(own.turn(id, turnId, mine));
    return Answer.of(messages, "rating_forgotten", Map.of());
  }
}

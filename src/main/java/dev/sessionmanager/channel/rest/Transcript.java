package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.AnswerRating;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Ratings;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.conversation.Versions;
import dev.sessionmanager.conversation.WholeConversation;
import dev.sessionmanager.gateway.ReplyCodec;
import dev.sessionmanager.session.Seals;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Turns as their owner reads them. */
@Component
class Transcript {

  private final WholeConversation whole;
  private final Versions versions;
  private final Ratings ratings;
  private final ReplyCodec codec;
  private final Seals seals;
  private final MessageSource messages;

  Transcript(
      WholeConversation whole,
      Versions versions,
      Ratings ratings,
      ReplyCodec codec,
      Seals seals,
      MessageSource messages) {
    this.whole = whole;
    this.versions = versions;
    this.ratings = ratings;
    this.codec = codec;
    this.seals = seals;
    this.messages = messages;
  }

  /**
   * A turn. A summary of earlier turns has no question, and itself as the answer.
   *
   * @param status that of the turn's {@link Outcome} in lower case, or {@code running}: then {@code
   *     GET /chat/stream} follows it
   * @param problem the code of why there is no answer
   * @param versions all versions of the turn, oldest first, itself among them; none where it is the
   *     only one
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Said(
      String id,
      String agent,
      @JsonInclude(JsonInclude.Include.ALWAYS) String question,
      String status,
      @Nullable String answer,
      @Nullable String problem,
      @JsonProperty("asked_at") Instant askedAt,
      @JsonProperty("ended_at") @Nullable Instant endedAt,
      @Nullable Taken usage,
      Map<String, Object> meta,
      List<String> versions,
      @Nullable RatingView rating) {}

  record Taken(
      String model,
      @JsonProperty("input_tokens") int inputTokens,
      @JsonProperty("output_tokens") int outputTokens,
      @JsonProperty("first_token_ms") long firstTokenMillis) {}

  /** What clients call a turn. */
  String id(Turn turn) {
    return id(turn.id());
  }

  String id(long turn) {
    return seals.seal(turn);
  }

  /** All versions of those turns of a conversation that have several, by each of them. */
  Map<Long, List<Long>> versions(Conversation conversation) {
    return versions.of(conversation);
  }

  /** Turns of a conversation, with their versions and ratings. */
  List<Said> said(Conversation conversation, List<Turn> turns) {
    Map<Long, List<Long>> known = versions.of(conversation);
    Map<Long, AnswerRating> rated = ratings.of(turns);
    return turns.stream().map(turn -> said(turn, known, rated.get(turn.id()))).toList();
  }

  /** One of many turns, with its versions and its rating. */
  Said said(Turn turn, Map<Long, List<Long>> known) {
    return said(turn, known, ratings.of(List.of(turn)).get(turn.id()));
  }

  /** A turn as it was said, and nothing of what became of it. */
  Said said(Turn turn) {
    return said(turn, Map.of(), null);
  }

  private Said said(Turn turn, Map<Long, List<Long>> known, @Nullable AnswerRating rating) {
    Outcome outcome = turn.outcome();
    Usage usage = outcome == null ? null : outcome.usage();
    return new Said(
        seals.seal(turn.id()),
        turn.asked().agent(),
        turn.asked().question(),
        outcome == null ? "running" : outcome.status().name().toLowerCase(Locale.ROOT),
        outcome == null ? null : outcome.answer(),
        outcome == null ? null : outcome.problem(),
        turn.asked().acceptedAt(),
        outcome == null ? null : outcome.endedAt(),
        usage == null
            ? null
            : new Taken(
                usage.model(), usage.inputTokens(), usage.outputTokens(), usage.firstTokenMillis()),
        turn.answered() || turn.summary() ? codec.reply(turn).meta() : Map.of(),
        known.getOrDefault(turn.id(), List.of()).stream().map(seals::seal).toList(),
        rating == null ? null : RatingView.of(rating));
  }

  /** Writes the conversation as a document, in the reader's language. */
  void markdown(Conversation conversation, Locale locale, Appendable text) throws IOException {
    text.append("# ").append(conversation.title()).append("\n\n");
    whole.each(conversation.id(), turn -> markdown(said(turn), locale, text));
  }

  private void markdown(Said said, Locale locale, Appendable text) throws IOException {
    if (said.status().equals("summary")) {
      text.append("*")
          .append(messages.getMessage("transcript.summary", null, locale))
          .append("*\n\n")
          .append(said.answer())
          .append("\n\n");
      return;
    }
    boolean answered = said.status().equals("answered");
    if (answered && said.answer() == null && said.question().isEmpty()) {
      return; // what was kept beside the words
    }
    text.append("**")
        .append(messages.getMessage("transcript.you", null, locale))
        .append("** · ")
        .append(said.askedAt().toString())
        .append("\n\n")
        .append(said.question())
        .append("\n\n");
    String answer = said.answer();
    if (answered && answer == null) {
      return; // nobody was asked to say anything
    }
    text.append("**").append(said.agent()).append("**\n\n");
    if (answer != null) {
      text.append(answer);
    } else {
      text.append('*').append(messages.getMessage(why(said), null, locale)).append('*');
    }
    text.append("\n\n");
  }

  private static String why(Said said) {
    return switch (said.status()) {
      case "cancelled" -> "transcript.cancelled";
      case "failed" -> "transcript.failed";
      default -> "transcript.running";
    };
  }
}

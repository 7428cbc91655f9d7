package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.conversation.WholeConversation;
import dev.sessionmanager.gateway.ReplyCodec;
import dev.sessionmanager.session.Seals;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Turns as their owner reads them. */
@Component
class Transcript {

  private final WholeConversation whole;
  private final ReplyCodec codec;
  private final Seals seals;
  private final MessageSource messages;

  Transcript(WholeConversation whole, ReplyCodec codec, Seals seals, MessageSource messages) {
    this.whole = whole;
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
      Map<String, Object> meta) {}

  record Taken(
      String model,
      @JsonProperty("input_tokens") int inputTokens,
      @JsonProperty("output_tokens") int outputTokens,
      @JsonProperty("first_token_ms") long firstTokenMillis) {}

  Said said(Turn turn) {
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
        turn.answered() || turn.summary() ? codec.reply(turn).meta() : Map.of());
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

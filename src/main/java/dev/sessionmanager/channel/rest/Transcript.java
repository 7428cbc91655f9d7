package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.gateway.ReplyCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Turns as their owner reads them. */
@Component
class Transcript {

  private static final int PAGE = 500;

  private final Turns turns;
  private final ReplyCodec codec;
  private final MessageSource messages;

  Transcript(Turns turns, ReplyCodec codec, MessageSource messages) {
    this.turns = turns;
    this.codec = codec;
    this.messages = messages;
  }

  /**
   * @param status that of the turn's {@link Outcome} in lower case, or {@code running}: then {@code
   *     GET /chat/stream} follows it
   * @param problem the code of why there is no answer
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Said(
      long id,
      String agent,
      String question,
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
        turn.id(),
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
        turn.answered() ? codec.reply(turn).meta() : Map.of());
  }

  List<Said> all(Conversation conversation) {
    List<Said> all = new ArrayList<>();
    List<Turn> page;
    do {
      long after = all.isEmpty() ? 0 : all.getLast().id();
      page = turns.after(conversation.id(), after, PAGE);
      page.forEach(turn -> all.add(said(turn)));
    } while (page.size() == PAGE);
    return all;
  }

  /** The conversation as a document, in the reader's language. */
  String markdown(Conversation conversation, Locale locale) {
    StringBuilder text = new StringBuilder("# ").append(conversation.title()).append("\n\n");
    for (Said said : all(conversation)) {
      text.append("**")
          .append(messages.getMessage("transcript.you", null, locale))
          .append("** · ")
          .append(said.askedAt())
          .append("\n\n")
          .append(said.question())
          .append("\n\n**")
          .append(said.agent())
          .append("**\n\n");
      String answer = said.answer();
      if (answer != null) {
        text.append(answer);
      } else {
        text.append('*').append(messages.getMessage(why(said), null, locale)).append('*');
      }
      text.append("\n\n");
    }
    return text.toString();
  }

  private static String why(Said said) {
    return switch (said.status()) {
      case "cancelled" -> "transcript.cancelled";
      case "failed" -> "transcript.failed";
      default -> "transcript.running";
    };
  }
}

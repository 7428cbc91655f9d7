package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.handover.HandoverOutlook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is asked.
 *
 * @param text the message as it was written
 * @param history earlier messages of the conversation, oldest first: whole turns only, and no more
 *     than the largest window could hold; the agent cuts the history to its model's window
 * @param username of the user who asks; null for a trusted caller without a login
 * @param credentials made only when the agent asks for them, because a token costs a signature;
 *     gives null for a caller without a login
 * @param language of the reader, where the text itself does not tell
 * @param options how a model is to answer, checked by the channel; the defaults for most
 * @param streamed whether a reader follows the pieces; where none does, fetching a model's answer
 *     whole costs less
 * @param traceId 32 hex digits
 * @param handover what comes of it when the one who asks wants a human
 * @param summary of the oldest messages of the history; gives null where there is none
 */
public record Prompt(
    String text,
    Supplier<List<Message>> history,
    @Nullable String username,
    Supplier<@Nullable Credentials> credentials,
    Locale language,
    AnswerOptions options,
    boolean streamed,
    String traceId,
    HandoverOutlook handover,
    Supplier<@Nullable Summary> summary) {

  /** Messages that are looked back at, at most. */
  private static final int EARLIER = 10;

  /** A prompt in a conversation from which nobody can be reached, and that was never long. */
  public Prompt(
      String text,
      Supplier<List<Message>> history,
      @Nullable String username,
      Supplier<@Nullable Credentials> credentials,
      Locale language,
      AnswerOptions options,
      boolean streamed,
      String traceId) {
    this(
        text,
        history,
        username,
        credentials,
        language,
        options,
        streamed,
        traceId,
        HandoverOutlook.NOBODY,
        () -> null);
  }

  /** This prompt where something else comes of a wish for a human. */
  public Prompt withHandover(HandoverOutlook handover) {
    return new Prompt(
        text,
        history,
        username,
        credentials,
        language,
        options,
        streamed,
        traceId,
        handover,
        summary);
  }

  /** This prompt with another text. */
  public Prompt withText(String other) {
    return new Prompt(
        other,
        history,
        username,
        credentials,
        language,
        options,
        streamed,
        traceId,
        handover,
        summary);
  }

  /**
   * The whole conversation, the message last. It stands in the history already where its sender
   * brought it along with further members; one that is blank is none.
   */
  public List<Message> conversation() {
    List<Message> earlier = history.get();
    if (text.isBlank() || (!earlier.isEmpty() && isMessage(earlier.getLast()))) {
      return earlier;
    }
    List<Message> all = new ArrayList<>(earlier);
    all.add(Message.user(text));
    return all;
  }

  /** What the same person wrote before this message, oldest first; the latest ten messages. */
  public List<String> earlier() {
    return conversation().reversed().stream()
        .skip(text.isBlank() ? 0 : 1)
        .filter(message -> message.role() == Role.USER)
        .map(message -> Objects.requireNonNullElse(message.text(), ""))
        .limit(EARLIER)
        .toList()
        .reversed();
  }

  private boolean isMessage(Message last) {
    return last.role() == Role.USER && !last.extra().isEmpty() && text.equals(last.text());
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Prompt[" + text.length() + " chars, trace " + traceId + ']';
  }
}

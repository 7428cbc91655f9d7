package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers messages. Building an agent does no I/O. Any thread may call any method. */
public interface Agent {

  /** Characters of a token, about, where no model's tokenizer counts: four in English. */
  int CHARS_PER_TOKEN = 4;

  /** The name by which messages ask for this agent. */
  String name();

  /**
   * The name of the agent that this one is a further name of; its own where it is no further name.
   */
  default String original() {
    return name();
  }

  /** The person whose alone this agent is: see {@link OwnAgents}; null where it is everybody's. */
  default @Nullable String owner() {
    return null;
  }

  /** How the agent presents itself. */
  Card card();

  /** Whether people talk with this agent: agents of the runtime take instructions instead. */
  default boolean converses() {
    return card().kind() != Kind.RUNTIME;
  }

  /** Where the agent answers from, for the state page: {@code embedded}, an address, a model. */
  String via();

  /**
   * Whether the agent may be asked the same message again after the process was killed. False where
   * asking has effects elsewhere, which would then happen twice.
   */
  default boolean repeatable() {
    return true;
  }

  /**
   * Answers; blocks until the answer is complete, and is cancelled by interrupting the thread.
   *
   * @param reader takes the pieces of the answer in order, as they come; where it gets something to
   *     read, its texts together are the reply's text
   * @throws Problem when there is no answer
   */
  Reply answer(Prompt prompt, Consumer<Piece> reader);

  /**
   * The language of the service's own sentences where this agent answers, with its form of address
   * as a variant ({@code es-voseo}); the reader's own where the agent has no wish.
   */
  default Locale language(Locale reader) {
    return reader;
  }

  /**
   * A sentence about why there is no answer, in {@link #language}, with what the agent can offer
   * instead; the sentence alone where that is nothing.
   *
   * @param outlook what comes of it when the reader then asks for a human
   */
  default String excuse(String sentence, Locale reader, HandoverOutlook outlook) {
    return sentence;
  }

  /**
   * Sums up the beginning of a conversation, for prompts whose window does not hold it any more;
   * blocks, and is cancelled by interrupting the thread.
   *
   * @param before an earlier summary, of what was said before these messages; null where there is
   *     none
   * @param messages whole turns, oldest first
   * @param reader the language of the conversation, where its words do not tell
   * @param requestId goes to the model's server as {@code X-Request-ID}
   * @return a summary of all that {@code before} was about and of these messages, or of as many of
   *     them as a model can read at once; empty where the agent makes none
   * @throws Problem why there is none now
   */
  default Optional<Summary> summarise(
      @Nullable String before, List<Message> messages, Locale reader, String requestId) {
    return Optional.empty();
  }

  /**
   * A title for a conversation; blocks, and is cancelled by interrupting the thread.
   *
   * @param messages how it begins: whole turns, oldest first
   * @param reader the language of the title, where the words do not tell
   * @param requestId goes to the model's server as {@code X-Request-ID}
   * @return one line, in the summary's text; empty where the agent makes none
   * @throws Problem why there is none now
   */
  default Optional<Summary> title(List<Message> messages, Locale reader, String requestId) {
    return Optional.empty();
  }

  /** How many tokens a text takes, about: by the model that would answer, else by its length. */
  default int tokens(String text) {
    return Math.ceilDiv(text.length(), CHARS_PER_TOKEN);
  }

  /**
   * Turns texts into vectors; blocks, and is cancelled by interrupting the thread.
   *
   * @param request OpenAI's body of {@code POST /v1/embeddings}, checked
   * @param requestId goes to the model's server as {@code X-Request-ID}
   * @return OpenAI's answer, as JSON in UTF-8
   * @throws Problem INVALID where the agent does not do that; else why there is no answer
   */
  default byte[] embed(Map<String, Object> request, String requestId) {
    throw Problem.fields(Map.of("model", "openai.no_embeddings"));
  }

  /** Whether the agent could answer now, found out afresh: may block for its time-outs. */
  Health check();

  /**
   * What it says of itself to a reader who may ask it.
   *
   * @param reader the language that they read
   */
  default Presentation presentation(Locale reader) {
    return new Presentation(card().description(), card().greeting(), List.of());
  }

  /**
   * How an agent presents itself to a reader, in their language as far as it speaks it.
   *
   * @param description one sentence: what it is for
   * @param greeting its first words; null for those that do not greet
   * @param examples questions that it can answer; none where its author named none
   */
  record Presentation(String description, @Nullable String greeting, List<String> examples) {}

  /**
   * How an agent presents itself to people.
   *
   * @param title its name for people
   * @param description one sentence: what it is for
   * @param greeting its first words; null for those that do not greet
   * @param kind what it is
   */
  record Card(String title, String description, @Nullable String greeting, Kind kind) {}

  /** What an agent is. */
  enum Kind {
    /** Of the agent runtime: takes instructions. */
    RUNTIME,
    /** Of an agent file: converses. */
    PERSONA,
    /** A model, as it is. */
    MODEL
  }
}

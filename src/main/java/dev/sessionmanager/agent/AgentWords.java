package dev.sessionmanager.agent;

import dev.sessionmanager.files.FrontMatter;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.text.Address;
import dev.sessionmanager.text.Language;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says itself, where no model speaks for it: each sentence from its file, else one of
 * ours in its form of address.
 *
 * @param address how it addresses its readers in Spanish
 * @param language that it was written in
 * @param own its sentences in that language, by {@link SmallTalk.Kind#key} and the keys below
 * @param english its sentences for those who write in English
 * @param examples questions that it can answer without a model, in its own language
 * @param englishExamples as above, for those who write in English
 */
record AgentWords(
    Address address,
    Locale language,
    Map<String, String> own,
    Map<String, String> english,
    List<String> examples,
    List<String> englishExamples) {

  /** What it says where it has no answer. */
  static final String CANNOT = "cannot";

  /** How it offers a human, where it has one. */
  static final String HUMAN = "human";

  private static final Set<String> KEYS =
      Set.of("greeting", "how", "thanks", "goodbye", "bot", "help", "ok", CANNOT, HUMAN);

  private static final int SENTENCE_MAX = 1000;

  /** Characters of an example, which people type. */
  private static final int EXAMPLE_MAX = 200;

  /**
   * Reads them.
   *
   * @param language the file's, for everybody; null where it follows the reader
   * @throws MalformedFile with the line of what is wrong
   */
  static AgentWords of(FrontMatter head, @Nullable Locale language) throws MalformedFile {
    Map<String, String> own = head.named("words", KEYS, SENTENCE_MAX);
    Map<String, String> english = head.named("words_en", KEYS, SENTENCE_MAX);
    List<String> examples = head.texts("examples", EXAMPLE_MAX);
    List<String> englishExamples = head.texts("examples_en", EXAMPLE_MAX);
    String said = said(head, "greeting") + said(head, "off_topic") + String.join(" ", own.values());
    return new AgentWords(
        address(head, said),
        language == null ? written(said + ' ' + said(head, "description")) : language,
        own,
        english,
        examples,
        englishExamples);
  }

  /** As the file says; else as its sentences for readers do, as its instructions do; else usted. */
  private static Address address(FrontMatter head, String said) throws MalformedFile {
    String wanted = head.text("address", 10);
    if (wanted != null) {
      Address address = Address.coded(wanted);
      if (address == null) {
        throw new MalformedFile(head.line("address"), "address must be tu, vos or usted");
      }
      return address;
    }
    Address address = Address.in(said);
    Address instructed = address == null ? Address.in(head.body()) : address;
    return instructed == null ? Address.USTED : instructed;
  }

  private static String said(FrontMatter head, String key) throws MalformedFile {
    String text = head.text(key, SENTENCE_MAX);
    return text == null ? "" : text + ' ';
  }

  private static Locale written(String said) {
    return Language.of(said) == Language.ENGLISH ? Locale.ENGLISH : Locale.of("es");
  }

  /** Whether the agent's file is written in this language. */
  boolean isIn(Locale reader) {
    return reader.getLanguage().equals(language.getLanguage());
  }

  /** The agent's own sentence in a language; null where it has none. */
  @Nullable String sentence(String key, Locale reader) {
    if (isIn(reader)) {
      return own.get(key);
    }
    return reader.getLanguage().equals("en") ? english.get(key) : null;
  }

  /**
   * What it says of itself, in the reader's language as far as its file has sentences in that.
   *
   * @param description the file's own
   * @param greeting the file's own; null for those that do not greet
   */
  Agent.Presentation presentation(String description, @Nullable String greeting, Locale reader) {
    String help = isIn(reader) ? null : sentence("help", reader);
    String hello = isIn(reader) ? null : sentence("greeting", reader);
    List<String> readable = examples(reader);
    return new Agent.Presentation(
        help == null ? description : help,
        hello == null ? greeting : hello,
        readable.isEmpty() ? examples : readable);
  }

  /** The questions that it answers, in a language; none where it has none in that. */
  List<String> examples(Locale reader) {
    if (isIn(reader)) {
      return examples;
    }
    return reader.getLanguage().equals("en") ? englishExamples : List.of();
  }
}

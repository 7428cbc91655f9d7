package dev.sessionmanager.agent;

import dev.sessionmanager.agent.ListeningWords.Matter;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.gateway.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an agent listens where no model speaks for it: it names what is felt and asks one open
 * question, from the answers that people wrote for feelings and situations ({@code
 * agent/listening}). It follows the conversation: no answer comes twice while another fits, and a
 * message that says nothing new goes on with what was spoken of before. The same conversation gives
 * the same answer. Pure functions; any thread.
 */
final class Listening {

  /** The languages, the first for whoever writes in none of them. */
  static final List<String> LANGUAGES = List.of("es", "pt", "en");

  /** Read when the first message is listened to. */
  private static final class Read {
    private static final Map<String, ListeningWords> WORDS = new HashMap<>();

    static {
      LANGUAGES.forEach(language -> WORDS.put(language, new ListeningWords(language)));
    }
  }

  private Listening() {}

  /** What is known of feelings and situations in a language of {@link #LANGUAGES}. */
  static ListeningWords words(String language) {
    return Objects.requireNonNull(Read.WORDS.get(language), language);
  }

  /**
   * The answer to a message.
   *
   * @param fixed the agent's only language; null where it follows the writer
   * @param known whether the agent's knowledge has an answer, which goes before where somebody asks
   *     what to do, and where nothing is recognised
   * @return empty where the knowledge is to answer
   */
  static Optional<String> answer(Prompt prompt, @Nullable Locale fixed, boolean known) {
    ListeningWords words = words(fixed == null ? language(prompt) : nearest(fixed));
    HeardText text = words.read(prompt.text());
    Optional<Matter> matter = words.matter(text);
    boolean asks = words.asks(text);
    if (known && !matter.map(Matter::before).orElse(false) && (asks || matter.isEmpty())) {
      return Optional.empty();
    }
    List<String> said = said(prompt);
    if (matter.isPresent()) {
      return Optional.of(next(List.of(matter.get().answers(), words.further()), said));
    }
    if (words.asksElsewhere(text)) {
      return Optional.of(next(List.of(words.elsewhere()), said));
    }
    Optional<Matter> before =
        prompt.earlier().reversed().stream()
            .flatMap(earlier -> words.matter(words.read(earlier)).stream())
            .filter(earlier -> !earlier.before())
            .findFirst();
    List<List<String>> fitting = new ArrayList<>();
    before.ifPresent(earlier -> fitting.add(earlier.answers()));
    if (before.isEmpty() && said.stream().noneMatch(words.general()::contains)) {
      fitting.add(words.general());
    }
    fitting.add(words.further());
    fitting.add(words.general());
    return Optional.of(next(fitting, said));
  }

  /** The first that was not said yet; else the one that was said longest ago. */
  private static String next(List<List<String>> fitting, List<String> said) {
    List<String> all = fitting.stream().flatMap(List::stream).map(String::strip).toList();
    return all.stream()
        .filter(answer -> !said.contains(answer))
        .findFirst()
        .orElseGet(() -> said.stream().filter(all::contains).findFirst().orElse(all.getFirst()));
  }

  /** What the agent said, each once, in the order in which it was said last. */
  private static List<String> said(Prompt prompt) {
    return prompt.history().get().reversed().stream()
        .filter(message -> message.role() == Role.ASSISTANT)
        .map(Message::text)
        .flatMap(Stream::ofNullable)
        .map(String::strip)
        .distinct()
        .toList()
        .reversed();
  }

  /** The language of the words; where they tell nothing, of what was written before. */
  private static String language(Prompt prompt) {
    return told(prompt.text())
        .or(() -> told(String.join("\n", prompt.earlier())))
        .orElseGet(() -> nearest(prompt.language()));
  }

  private static Optional<String> told(String text) {
    String most = "";
    long count = 0;
    boolean even = false;
    for (String language : LANGUAGES) {
      long tells = words(language).tells(text);
      even = tells == count ? even || tells > 0 : tells < count && even;
      if (tells > count) {
        count = tells;
        most = language;
      }
    }
    return most.isEmpty() || even ? Optional.empty() : Optional.of(most);
  }

  private static String nearest(Locale locale) {
    return LANGUAGES.contains(locale.getLanguage()) ? locale.getLanguage() : LANGUAGES.getFirst();
  }
}

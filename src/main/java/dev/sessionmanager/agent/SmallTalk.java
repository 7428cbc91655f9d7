package dev.sessionmanager.agent;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordPattern;
import dev.sessionmanager.text.WordRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message that asks for nothing: a greeting, thanks, a goodbye, "are you a bot?", "what can you
 * do?", as {@code agent/small-talk.yaml} says it. Whatever else stands in a message makes it a
 * question: "hola, ¿hacen envíos?" is none. Pure function of the text, linear in its length.
 *
 * @param kind what it is; of several the one that wants most of an answer
 * @param language in which it was said; OTHER where the words are of several
 */
record SmallTalk(Kind kind, Language language) {

  /** From the one that wants least of an answer to the one that wants most. */
  enum Kind {
    OK("ok"),
    GREETING("greeting"),
    HOW("how"),
    THANKS("thanks"),
    GOODBYE("goodbye"),
    BOT("bot"),
    HELP("help");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** Its name in the word file and in agent files. */
    String key() {
      return key;
    }
  }

  /** Longer messages say something. */
  private static final int WORDS_MAX = 14;

  private static final int CHARS_MAX = 200;

  /** Holaaaa, graciassss: nobody means three of one letter. */
  private static final Pattern DRAWN_OUT = Pattern.compile("(\\p{L})\\1{2,}");

  /** What people say with a picture alone. */
  private static final Pattern THANKFUL = Pattern.compile("[🙏💐🤗]");

  private static final Pattern PICTURE = Pattern.compile("\\p{IsExtended_Pictographic}");

  private record Known(WordPattern pattern, SmallTalk meaning) {}

  /** The patterns, read when the first text is looked at. */
  private static final class Patterns {

    private static final Map<String, String> SHORT;
    private static final List<WordPattern> BESIDE;
    private static final List<Known> ALL = new ArrayList<>();

    static {
      WordFile file = WordFile.read("agent/small-talk.yaml");
      SHORT = file.part("short").texts();
      BESIDE = file.patterns("beside", Map.of(), Folding::plain);
      read(file.part("any"), Language.OTHER);
      read(file.part("es"), Language.SPANISH);
      read(file.part("en"), Language.ENGLISH);
    }

    private static void read(WordFile part, Language language) {
      for (Kind kind : Kind.values()) {
        if (part.has(kind.key())) {
          for (WordPattern pattern : part.patterns(kind.key(), Map.of(), Folding::plain)) {
            ALL.add(new Known(pattern, new SmallTalk(kind, language)));
          }
        }
      }
    }
  }

  /**
   * The small talk that a message is.
   *
   * @param name of the agent, which may stand in it
   * @return empty where the message says anything else
   */
  static Optional<SmallTalk> in(String text, String name) {
    if (text.length() > CHARS_MAX) {
      return Optional.empty();
    }
    WordRow row = whole(WordRow.of(DRAWN_OUT.matcher(text).replaceAll("$1")));
    if (row.size() == 0) {
      return picture(text);
    }
    return row.size() > WORDS_MAX ? Optional.empty() : said(row, WordRow.of(name).words());
  }

  /** Short forms of chats, written out. */
  private static WordRow whole(WordRow row) {
    return new WordRow(
        row.words().stream().map(word -> Patterns.SHORT.getOrDefault(word, word)).toList());
  }

  private static Optional<SmallTalk> said(WordRow row, List<String> name) {
    Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    int spanish = 0;
    int english = 0;
    int at = 0;
    while (at < row.size()) {
      int end = at;
      SmallTalk found = null;
      for (Known known : Patterns.ALL) {
        int next = known.pattern().match(row, at);
        if (next > end) {
          end = next;
          found = known.meaning();
        }
      }
      if (found == null) {
        end = beside(row, at, name);
        if (end == at) {
          return Optional.empty();
        }
      } else {
        kinds.merge(found.kind(), end - at, Integer::sum);
        spanish += found.language() == Language.SPANISH ? end - at : 0;
        english += found.language() == Language.ENGLISH ? end - at : 0;
      }
      at = end;
    }
    Language language =
        spanish > english
            ? Language.SPANISH
            : english > spanish ? Language.ENGLISH : Language.OTHER;
    return kinds.keySet().stream().max(Kind::compareTo).map(kind -> new SmallTalk(kind, language));
  }

  private static int beside(WordRow row, int at, List<String> name) {
    int end = name.contains(row.words().get(at)) ? at + 1 : at;
    for (WordPattern pattern : Patterns.BESIDE) {
      end = Math.max(end, pattern.match(row, at));
    }
    return end;
  }

  /** A message of nothing but pictures and marks. */
  private static Optional<SmallTalk> picture(String text) {
    if (THANKFUL.matcher(text).find()) {
      return Optional.of(new SmallTalk(Kind.THANKS, Language.OTHER));
    }
    return PICTURE.matcher(text).find()
        ? Optional.of(new SmallTalk(Kind.OK, Language.OTHER))
        : Optional.empty();
  }

  /** The language to answer in, where the words tell; else this one. */
  Locale languageOr(Locale reader) {
    return language == Language.OTHER ? reader : Locale.of(language.code());
  }
}

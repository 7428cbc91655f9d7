package dev.sessionmanager.economics;

import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.TextWords;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.tool.Asked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The economics agent's answers for who asks in English. Formulas and refusals are written once, in
 * Spanish; their sentences stand with what an English reader reads instead in {@code
 * economics/english.yaml}. What it has no words for stays as it is, and so does what a person
 * wrote, between «». Stateless; any thread.
 */
final class English {

  /** Characters of what stands in the middle of a sentence. */
  private static final String PART = "([^\\n]{1,160}?)";

  private static final String PLACE = "{}";

  /** 1.234,56 and 0,5, as {@link Numbers} writes them. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\d.,])(?:\\d{1,3}(?:\\.\\d{3})++(?:,\\d++)?+|\\d++,\\d++)(?![\\d.,]*\\d)");

  /** 3,400.5 and 0.5, as people write them in English. */
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?<![\\d.,])(?:\\d{1,3}(?:,\\d{3})++(?:\\.\\d++)?+|\\d++\\.\\d++)(?![.,]?\\d)");

  /**
   * A sentence, or a part of one.
   *
   * @param length of it without what stands in its places
   */
  private record Entry(Pattern spanish, String english, int length) {}

  /** Words of economics that are English alone. */
  private static final Set<String> WORDS = Lexicon.FILE.words("english");

  /** Sentences by their first character; read when the first answer is asked for in English. */
  private static final class Book {
    static final Map<Character, List<Entry>> ENTRIES = read();

    private static Map<Character, List<Entry>> read() {
      Map<Character, List<Entry>> entries = new HashMap<>();
      WordFile.read("economics/english.yaml")
          .content()
          .forEach((spanish, english) -> {
            Entry entry = entry(spanish, String.valueOf(english));
            char first = spanish.startsWith(PLACE) ? PLACE.charAt(0) : spanish.charAt(0);
            entries.computeIfAbsent(first, c -> new ArrayList<>()).add(entry);
          });
      entries
          .values()
          .forEach(list -> list.sort(Comparator.comparingInt(Entry::length).reversed()));
      return entries;
    }

    private static Entry entry(String spanish, String english) {
      StringBuilder pattern = new StringBuilder();
      int at = 0;
      for (int place = spanish.indexOf(PLACE); place >= 0; place = spanish.indexOf(PLACE, at)) {
        pattern.append(Pattern.quote(spanish.substring(at, place)));
        pattern.append(place == 0 ? "([\\d.,−-]++)" : PART);
        at = place + PLACE.length();
      }
      pattern.append(Pattern.quote(spanish.substring(at)));
      boolean word = Character.isLetter(spanish.charAt(spanish.length() - 1));
      pattern.append(word ? "(?![\\p{L}\\d])" : "");
      return new Entry(
          Pattern.compile(pattern.toString()), english, spanish.replace(PLACE, "").length());
    }
  }

  private English() {}

  /** An answer as who asked reads it: in English where the question is, or those before it are. */
  static String answer(Asked asked, String spanish) {
    return isWanted(asked) ? of(spanish) : spanish;
  }

  static boolean isWanted(Asked asked) {
    Language language = language(asked.text());
    if (language == Language.OTHER && !asked.earlier().isEmpty()) { // "15%?"
      language = language(asked.earlier().getLast());
    }
    return language == Language.ENGLISH;
  }

  /** Also of a few words, which may all be of economics. */
  private static Language language(String text) {
    Language language = Language.of(text);
    return language == Language.OTHER && TextWords.of(text).stream().anyMatch(WORDS::contains)
        ? Language.ENGLISH
        : language;
  }

  /** An answer in English. */
  static String of(String spanish) {
    StringBuilder english = new StringBuilder();
    int at = 0;
    while (at < spanish.length()) {
      int quoted = spanish.charAt(at) == '«' ? spanish.indexOf('»', at) : -1;
      Matcher said = match(spanish, at);
      if (said != null) {
        english.append(words(said, entry(spanish, at)));
        at = said.end();
      } else if (quoted > 0) {
        english.append(spanish, at, quoted + 1);
        at = quoted + 1;
      } else {
        int next = end(spanish, at);
        english.append(number(spanish.substring(at, next)));
        at = next;
      }
    }
    return english.toString().replaceAll("(?<=\\d) %", "%");
  }

  /** A sum with its numbers as they are written in Spanish: 3,400.5 is 3400,5. */
  static String spanishNumbers(String english) {
    return WRITTEN
        .matcher(english)
        .replaceAll(found -> found.group().replace(",", "").replace('.', ','));
  }

  /** A number as English readers know it: 1,234.56. */
  static String number(String spanish) {
    return NUMBER
        .matcher(spanish)
        .replaceAll(found -> found.group().replace(',', ' ').replace('.', ',').replace(' ', '.'));
  }

  private static String words(Matcher said, @Nullable Entry entry) {
    String english = entry == null ? said.group() : entry.english();
    for (int group = 1; group <= said.groupCount(); group++) {
      english = english.replaceFirst("\\{\\}", Matcher.quoteReplacement(of(said.group(group))));
    }
    return english;
  }

  private static @Nullable Matcher match(String text, int at) {
    Entry entry = entry(text, at);
    if (entry == null) {
      return null;
    }
    Matcher matcher = entry.spanish().matcher(text).region(at, text.length());
    return matcher.useTransparentBounds(true).lookingAt() ? matcher : null;
  }

  /** The longest that stands at a place. */
  private static @Nullable Entry entry(String text, int at) {
    boolean inWord =
        at > 0
            && Character.isLetterOrDigit(text.charAt(at))
            && Character.isLetterOrDigit(text.charAt(at - 1));
    if (inWord) {
      return null;
    }
    boolean number =
        Character.isDigit(text.charAt(at)) || text.charAt(at) == '−' || text.charAt(at) == '-';
    return Book.ENTRIES.getOrDefault(number ? PLACE.charAt(0) : text.charAt(at), List.of()).stream()
        .filter(entry ->
            entry
                .spanish()
                .matcher(text)
                .region(at, text.length())
                .useTransparentBounds(true)
                .lookingAt())
        .findFirst()
        .orElse(null);
  }

  /** Behind the number or the character at a place. */
  private static int end(String text, int at) {
    Matcher number = NUMBER.matcher(text).region(at, text.length()).useTransparentBounds(true);
    return number.lookingAt() ? number.end() : at + 1;
  }
}

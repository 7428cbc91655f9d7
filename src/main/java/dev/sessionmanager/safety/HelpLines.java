package dev.sessionmanager.safety;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The help lines of {@code safety/help-lines.yaml}, each with the source of its number. Any thread.
 */
public final class HelpLines {

  /** The code of the entry for every country that has none. */
  static final String EVERYWHERE = "--";

  /** "Estoy en", "soy de", "I live in": what says that a place is where the writer is. */
  private static final Set<String> BEING =
      Set.of(
          "estoy",
          "vivo",
          "vivimos",
          "soy",
          "somos",
          "escribo",
          "ando",
          "resido",
          "encuentro",
          "am",
          "im",
          "live",
          "living",
          "based",
          "nos",
          "we");

  private static final Set<String> PLACING = Set.of("en", "de", "desde", "in", "from");

  private static final int WORDS_OF_A_NAME = 4;

  private record Country(String emergency, List<HelpLine> lines) {}

  private final Map<String, Country> countries = new HashMap<>();
  private final Map<String, String> places = new HashMap<>();
  private final Map<String, String> peoples = new HashMap<>();

  public HelpLines() {
    Rules.read("/safety/help-lines.yaml")
        .forEach((code, entry) -> {
          Map<?, ?> country = (Map<?, ?>) entry;
          countries.put(
              text(code),
              new Country(
                  text(country.get("emergency")),
                  list(country.get("lines")).stream().map(HelpLines::line).toList()));
          names(country.get("names")).forEach(name -> places.put(name, text(code)));
          names(country.get("people")).forEach(name -> peoples.put(name, text(code)));
        });
  }

  /**
   * The lines of a country; where we have none, the international directory.
   *
   * @param countryCode ISO 3166-1, two letters, in any case
   */
  public List<HelpLine> of(String countryCode) {
    return country(countryCode).lines();
  }

  /** The number of the police and the ambulance there; where we do not know it, the usual ones. */
  public String emergency(String countryCode) {
    return country(countryCode).emergency();
  }

  /** The countries that have lines of their own. */
  public Set<String> countries() {
    Set<String> own = new TreeSet<>(countries.keySet());
    own.remove(EVERYWHERE);
    return own;
  }

  /**
   * The code of the country in which the writer says to be ("estoy en México", "I'm from Spain").
   */
  public Optional<String> countryIn(String text) {
    List<String> words = words(text);
    for (int at = 1; at < words.size(); at++) {
      String before = words.get(at - 1);
      boolean placed = PLACING.contains(before) && said(words, at - 2);
      boolean called = BEING.contains(before) && !denied(words, at - 2);
      for (int length = Math.min(WORDS_OF_A_NAME, words.size() - at); length > 0; length--) {
        String name = String.join(" ", words.subList(at, at + length));
        String code = placed ? places.get(name) : called ? peoples.get(name) : null;
        if (code != null) {
          return Optional.of(code);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether one of the words just before says that the writer is somewhere, and none denies it. */
  private static boolean said(List<String> words, int last) {
    for (int at = last; at >= 0 && at > last - 3; at--) {
      if (BEING.contains(words.get(at))) {
        return !denied(words, at - 1);
      }
    }
    return false;
  }

  private static boolean denied(List<String> words, int at) {
    return at >= 0 && Set.of("no", "ya", "not", "never").contains(words.get(at));
  }

  private Country country(String code) {
    Country known = countries.get(code.strip().toUpperCase(Locale.ROOT));
    return known != null ? known : fallback();
  }

  private Country fallback() {
    Country everywhere = countries.get(EVERYWHERE);
    if (everywhere == null) {
      throw new IllegalStateException("help-lines.yaml has no entry " + EVERYWHERE);
    }
    return everywhere;
  }

  private static HelpLine line(Object entry) {
    Map<?, ?> line = (Map<?, ?>) entry;
    String hours = text(line.get("hours"));
    return new HelpLine(
        text(line.get("name")),
        HelpLine.For.valueOf(text(line.get("for")).toUpperCase(Locale.ROOT)),
        texts(line.get("numbers")),
        hours,
        line.get("hours-en") == null ? hours : text(line.get("hours-en")),
        texts(line.get("languages")),
        text(line.get("url")),
        text(line.get("source")),
        text(line.get("checked")));
  }

  private static List<String> names(@Nullable Object list) {
    return Arrays.stream(text(list).split(",", -1))
        .map(name -> String.join(" ", words(name)))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (char c : (Spelling.plain(text) + ' ').toCharArray()) {
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      } else if (c != '\'' && c != '’' && !word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    return words;
  }

  private static List<String> texts(@Nullable Object list) {
    return list(list).stream().map(HelpLines::text).toList();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}

package dev.sessionmanager.safety;

import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordRow;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The help lines of {@code safety/help-lines.yaml}, each with the source of its number. Any thread.
 */
public final class HelpLines {

  /** The code of the entry for all countries without an entry of their own. */
  static final String EVERYWHERE = "--";

  private static final int WORDS_OF_A_NAME = 4;

  private record Country(String emergency, List<HelpLine> lines) {}

  /** "Estoy", "soy", "I live": what says that a place is where the writer is. */
  private final Set<String> being;

  /** "En", "de", "from". */
  private final Set<String> placing;

  private final Set<String> denials;
  private final Map<String, Country> countries = new HashMap<>();
  private final Map<String, String> places = new HashMap<>();
  private final Map<String, String> peoples = new HashMap<>();

  public HelpLines() {
    WordFile file = WordFile.read("safety/help-lines.yaml");
    WordFile whereabouts = file.part("whereabouts");
    being = whereabouts.words("being");
    placing = whereabouts.words("placing");
    denials = whereabouts.words("denials");
    file.part("countries").parts().forEach(this::add);
  }

  private void add(String code, WordFile country) {
    countries.put(
        code,
        new Country(
            country.text("emergency"), country.parts("lines").stream().map(HelpLine::of).toList()));
    names(country, "names").forEach(name -> places.put(name, code));
    names(country, "people").forEach(name -> peoples.put(name, code));
  }

  /**
   * The lines of a country; where we have none, the international directory.
   *
   * @param countryCode ISO 3166-1, two letters, in any case
   */
  public List<HelpLine> of(String countryCode) {
    return country(countryCode).lines();
  }

  /** The number of police and ambulance in a country; where we do not know it, the usual ones. */
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
      boolean placed = placing.contains(before) && said(words, at - 2);
      boolean called = being.contains(before) && !denied(words, at - 2);
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

  /** Whether one of the three words up to {@code last} says that the writer is there, undenied. */
  private boolean said(List<String> words, int last) {
    for (int at = last; at >= 0 && at > last - 3; at--) {
      if (being.contains(words.get(at))) {
        return !denied(words, at - 1);
      }
    }
    return false;
  }

  private boolean denied(List<String> words, int at) {
    return at >= 0 && denials.contains(words.get(at));
  }

  private Country country(String code) {
    Country known = countries.get(code.strip().toUpperCase(Locale.ROOT));
    return known != null ? known : Objects.requireNonNull(countries.get(EVERYWHERE));
  }

  private static List<String> names(WordFile country, String list) {
    return country.has(list)
        ? country.entries(list).stream().map(name -> String.join(" ", words(name))).toList()
        : List.of();
  }

  private static List<String> words(String text) {
    return WordRow.of(Spelling.plain(text)).words();
  }
}

package dev.sessionmanager.safety;

import dev.sessionmanager.text.WordFile;
import java.util.List;
import java.util.Locale;

/**
 * A telephone line, or an address, where people in danger find help.
 *
 * @param numbers as one dials them in that country; empty where there is only an address
 * @param hours when somebody answers, in Spanish
 * @param hoursEnglish the same in English
 * @param hoursPortuguese the same in Portuguese
 * @param languages that are spoken there, as ISO codes
 * @param source the page in which the number was found
 * @param checked the day of that, as ISO date
 */
public record HelpLine(
    String name,
    For purpose,
    List<String> numbers,
    String hours,
    String hoursEnglish,
    String hoursPortuguese,
    List<String> languages,
    String url,
    String source,
    String checked) {

  /** The people a line is for. */
  public enum For {
    /** People who think of dying or of hurting someone, and those who worry about them. */
    CRISIS,
    VIOLENCE,
    CHILDREN
  }

  static HelpLine of(WordFile line) {
    String hours = line.text("hours");
    return new HelpLine(
        line.text("name"),
        For.valueOf(line.text("for").toUpperCase(Locale.ROOT)),
        line.texts("numbers"),
        hours,
        line.has("hours-en") ? line.text("hours-en") : hours,
        line.has("hours-pt") ? line.text("hours-pt") : hours,
        line.texts("languages"),
        line.text("url"),
        line.text("source"),
        line.text("checked"));
  }

  /** One line of Markdown. */
  String markdown(String language) {
    String when =
        switch (language) {
          case "en" -> hoursEnglish;
          case "pt" -> hoursPortuguese;
          default -> hours;
        };
    String dial = numbers.isEmpty() ? url : "**" + String.join("** / **", numbers) + "**";
    return "- " + name + ": " + dial + " (" + when + ")";
  }
}

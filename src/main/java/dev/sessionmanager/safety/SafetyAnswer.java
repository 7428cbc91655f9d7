package dev.sessionmanager.safety;

import dev.sessionmanager.text.WordFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is answered to a sign of danger, without a model: a few contained words, where help is found
 * and one question, whether the person is safe. The words are {@code safety/answers.yaml}. Any
 * thread.
 */
public final class SafetyAnswer {

  private static final List<String> LANGUAGES = List.of("es", "pt", "en");

  private final HelpLines helpLines;
  private final WordFile texts = WordFile.read("safety/answers.yaml");

  public SafetyAnswer(HelpLines helpLines) {
    this.helpLines = helpLines;
  }

  /**
   * Markdown in the language of the sign.
   *
   * @param countryCode the country whose help lines are named: where the person is ({@link
   *     HelpLines#countryIn}), else the default
   */
  public String to(Danger danger, String countryCode) {
    String language = danger.language();
    String kind = name(danger.kind());
    WordFile answers = texts.part(language);
    boolean now = danger.urgency() == Danger.Urgency.NOW;
    return answers
        .text(danger.urgency() == Danger.Urgency.DOUBT ? kind + "-doubt" : kind)
        .replace("{urgent}", now ? answers.text(kind + "-now").strip() + "\n\n" : "")
        .replace("{lines}", lines(danger.kind(), language, countryCode))
        .replace("{emergency}", helpLines.emergency(countryCode))
        .strip();
  }

  /** What was in doubt in an answer of {@link #to}; empty for any other text. */
  public Optional<Danger> doubt(String answer) {
    for (String language : LANGUAGES) {
      WordFile answers = texts.part(language);
      for (Danger.Kind kind : Danger.Kind.values()) {
        String question = answers.text(name(kind) + "-doubt").strip().lines().toList().getLast();
        if (answer.strip().endsWith(question)) {
          return Optional.of(new Danger(kind, Danger.Urgency.DOUBT, language));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a text says yes, in few words, to what was asked. */
  public boolean saysYes(String text) {
    return texts.words("affirmed").contains(Spelling.plain(text).replaceAll("[^a-z]+", ""));
  }

  private static String name(Danger.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String lines(Danger.Kind kind, String language, String countryCode) {
    Set<HelpLine.For> wanted =
        switch (kind) {
          case SELF, OTHERS -> Set.of(HelpLine.For.CRISIS);
          case FROM_OTHERS -> Set.of(HelpLine.For.VIOLENCE, HelpLine.For.CHILDREN);
          case THIRD_PERSON -> Set.of(HelpLine.For.CRISIS, HelpLine.For.VIOLENCE);
        };
    List<HelpLine> lines = only(wanted, helpLines.of(countryCode));
    if (lines.isEmpty()) {
      lines = only(Set.of(HelpLine.For.CRISIS), helpLines.of(countryCode));
    }
    if (lines.isEmpty()) {
      lines = helpLines.of(HelpLines.EVERYWHERE);
    }
    String emergency =
        "- " + texts.part(language).text("emergency-line") + ": **{emergency}** (24 h)";
    return Stream.concat(lines.stream().map(line -> line.markdown(language)), Stream.of(emergency))
        .collect(Collectors.joining("\n"));
  }

  private static List<HelpLine> only(Set<HelpLine.For> wanted, List<HelpLine> lines) {
    return lines.stream().filter(line -> wanted.contains(line.purpose())).toList();
  }
}

package dev.sessionmanager.agent;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Several questions in one message, as people write them: "¿tenés aros? ¿y hacen envíos?" */
final class SeveralQuestions {

  /** More of them are a list, which one answer fits better. */
  private static final int MAX = 4;

  private static final int CHARS_MAX = 1000;

  /** What parts two questions: a mark, a line, or "y" before a word that asks. */
  private static final Pattern BETWEEN =
      Pattern.compile(
          "(?iu)[?!]+\\s*|[\\n;]+|\\s+(?:y|e|and|pero|tamb[ií]en|adem[aá]s)\\s+(?!q(?:ue)?\\s+no\\s)(?=(?:hasta|desde|cu[aá]n"
              + "t[oa]s?|cto|c[oó]mo|qu[eé]|q|a|en|si|aceptan?|hacen?|tienen?|ten[eé]s|d[oó]nde|cu[aá]ndo"
              + "|cu[aá]l|puedo|mandan|se|hay|dan|env[ií]an|venden|est[aá]n|abren|how|do|what|where"
              + "|can|is|are)\\b)");

  private SeveralQuestions() {}

  /** The questions, each with a word in it; the whole text where it is too long to tell. */
  static List<String> in(String text) {
    if (text.length() > CHARS_MAX) {
      return List.of(text);
    }
    List<String> parts =
        Stream.of(BETWEEN.split(text, -1))
            .map(String::strip)
            .filter(part -> part.codePoints().anyMatch(Character::isLetter))
            .toList();
    return parts.size() > MAX ? List.of(text) : parts;
  }
}

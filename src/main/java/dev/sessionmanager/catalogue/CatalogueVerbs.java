package dev.sessionmanager.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Verbs with which people ask for things, in all their forms: "manejan", "tendrían", "mostrarme".
 * They describe no product. Any thread.
 */
final class CatalogueVerbs {

  private static final Pattern FORMS = forms();

  private CatalogueVerbs() {}

  private static Pattern forms() {
    Map<String, List<String>> endings = CatalogueWords.FILE.part("verb-endings").lists();
    return Pattern.compile(
        CatalogueWords.FILE.part("verbs").lists().entrySet().stream()
            .map(verbs ->
                oneOf(verbs.getValue())
                    + oneOf(Objects.requireNonNull(endings.get(verbs.getKey()))))
            .collect(
                Collectors.joining("|", "(?:", ")(?:me|te|se|nos|le|les|lo|la|los|las){0,2}")));
  }

  private static String oneOf(List<String> parts) {
    return "(?:" + String.join("|", parts) + ")";
  }

  /** Whether a plain word is a form of one of them. */
  static boolean has(String word) {
    return FORMS.matcher(word).matches();
  }
}

package dev.sessionmanager.safety;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The rules of {@code safety/signs.yaml}, read once; the file says what each of its parts means.
 */
final class Rules {

  private static final String FILE = "/safety/signs.yaml";

  /** Phrases that are a sign, each with what it is a sign of. */
  record Sign(SignPattern phrase, Danger danger) {}

  private final Map<String, List<String>> lists = new HashMap<>();
  private final Map<String, Set<String>> sets = new HashMap<>();
  private final Vocabulary vocabulary;
  private final Map<String, List<Sign>> signs = new HashMap<>();
  private final Map<String, List<SignPattern>> innocent = new HashMap<>();

  Rules() {
    Map<?, ?> file = read(FILE);
    texts(file, "lists").forEach((name, text) -> lists.put(name, entries(text)));
    for (String name : List.of("ends", "denials", "between", "now", "fiction", "laughter")) {
      List<String> folded =
          lists.getOrDefault(name, List.of()).stream().map(Rules::folded).toList();
      lists.put(name, folded);
      sets.put(name, Set.copyOf(folded));
    }
    Set<String> words = new HashSet<>();
    for (SignPattern phrase : phrases(String.valueOf(file.get("innocent")))) {
      phrase.words().forEach(words::add);
      phrase
          .first()
          .forEach(f -> innocent.computeIfAbsent(key(f), n -> new ArrayList<>()).add(phrase));
    }
    for (Object entry : (List<?>) Objects.requireNonNull(file.get("signs"))) {
      Map<?, ?> group = (Map<?, ?>) entry;
      Danger danger =
          new Danger(
              Danger.Kind.valueOf(String.valueOf(group.get("kind"))),
              Danger.Urgency.valueOf(String.valueOf(group.get("urgency"))),
              String.valueOf(group.get("language")));
      for (SignPattern phrase : phrases(String.valueOf(group.get("any")))) {
        phrase.words().forEach(words::add);
        Sign sign = new Sign(phrase, danger);
        phrase
            .first()
            .forEach(f -> signs.computeIfAbsent(key(f), n -> new ArrayList<>()).add(sign));
      }
    }
    Map<String, List<String>> shortForms = new HashMap<>();
    texts(file, "spelling")
        .forEach((form, text) ->
            shortForms.put(
                Spelling.squeezed(Spelling.plain(form)),
                Arrays.stream(text.split(" ")).map(Rules::folded).toList()));
    vocabulary = new Vocabulary(shortForms, words, set(file, "forgiven"), set(file, "real"));
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The signs that may begin with a word. */
  List<Sign> signs(String word) {
    return both(signs, word);
  }

  /** The harmless phrases that may begin with a word. */
  List<SignPattern> innocent(String word) {
    return both(innocent, word);
  }

  /** Whether a list of single words has this one. */
  boolean has(String list, String word) {
    return sets.getOrDefault(list, Set.of()).contains(word);
  }

  static Map<?, ?> read(String resource) {
    try (InputStream in = Rules.class.getResourceAsStream(resource)) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> List<T> both(Map<String, List<T>> index, String word) {
    List<T> exact = index.getOrDefault(word, List.of());
    List<T> any = index.getOrDefault("", List.of());
    if (any.isEmpty() || exact.isEmpty()) {
      return any.isEmpty() ? exact : any;
    }
    List<T> both = new ArrayList<>(exact);
    both.addAll(any);
    return both;
  }

  private static String key(String first) {
    return SignPattern.literal(first) ? first : "";
  }

  private List<SignPattern> phrases(String block) {
    return block
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> SignPattern.of(line, lists))
        .toList();
  }

  private static Map<String, String> texts(Map<?, ?> file, String part) {
    Map<String, String> texts = new HashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(file.get(part)))
        .forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
    return texts;
  }

  private static Set<String> set(Map<?, ?> file, String part) {
    Set<String> set = new HashSet<>();
    entries(String.valueOf(file.get(part))).forEach(word -> set.add(folded(word)));
    return set;
  }

  private static List<String> entries(String text) {
    return Arrays.stream(text.split("[,\n]"))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  private static String folded(String word) {
    return Spelling.fold(Spelling.plain(word));
  }
}

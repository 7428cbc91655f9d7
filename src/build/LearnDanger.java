import static java.util.stream.Collectors.groupingBy;

import dev.sessionmanager.safety.Danger;
import dev.sessionmanager.safety.DangerModel;
import dev.sessionmanager.safety.DangerModel.Question;
import dev.sessionmanager.safety.Dangers;
import dev.sessionmanager.safety.TextTraits;
import dev.sessionmanager.text.Traits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Learns from the sentences in src/main/training/danger what danger sounds like, at the build, with
 * LIBLINEAR's logistic regression: the same sentences always give the same model.
 *
 * <pre>
 *   LearnDanger learn CLASSES        writes CLASSES/safety/danger.model
 *   LearnDanger measure [es,pt,en]   cross-validation, whole families left out; with names of
 *                                    files (es, pt, en, all), on their sentences alone
 *   LearnDanger people               one writer of danger/people after the other left out
 *   LearnDanger try FILE             sentences never trained on: "language TAB label TAB text" a line
 * </pre>
 *
 * With {@code -Dshow=1} both name what they got wrong.
 */
class LearnDanger {

  /**
   * A family is a set of sentences that say the same; a blank line ends one. In the files for all
   * languages (all-*.txt) a line is one: what is said in Spanish | Portuguese | English.
   */
  private record Sentence(
      String file,
      String language,
      String label,
      String kind,
      int fold,
      String text,
      Traits traits) {

    /** Of a writer who had seen none of the rest: as people write, so it counts twice. */
    boolean ofPeople() {
      return file.startsWith(WRITER);
    }

    String writer() {
      return file.replaceAll("[0-9]+$", "");
    }

    boolean danger() {
      return !label.equals("harmless");
    }
  }

  private static final Path TRAINING = Path.of("src/main/training/danger");

  /** What each of several people wrote, who had seen none of the rest. */
  private static final Path PEOPLE = TRAINING.resolve("people");

  /** How the names of their files begin in {@link Sentence#file}. */
  private static final String WRITER = "people/";

  /** The lists that drove the rules: learned from, never measured on. */
  private static final Path RULES = Path.of("src/test/resources/safety");

  /** What customers ask a shop: everyday sentences. */
  private static final Path CUSTOMERS = Path.of("src/test/resources/questions");

  private static final Path KNOWLEDGE = Path.of("src/main/resources/knowledge");

  /** Sentences of the knowledge, spread over all of it: more entries do not move likelihoods. */
  private static final int PLAIN = 2000;

  /** The order in which a line of the files for all languages has them. */
  private static final List<String> LANGUAGES = List.of("es", "pt", "en");

  /**
   * How the sections begin whose sentences were written to differ from a danger in a word or two:
   * harmless, counted once more by themselves.
   */
  private static final String NEAR = "near";

  private static final int FOLDS = 10;

  /** Families that stand side by side say similar things, and so do the languages' files. */
  private static final int CHUNKS = 4 * FOLDS;

  /** Traits that are told apart for the questions that are answered where there is danger. */
  private static final int FEW = 1 << 17;

  private static final TextTraits TRAITS = new TextTraits();

  public static void main(String[] args) throws IOException {
    List<Sentence> all = read();
    switch (args[0]) {
      case "learn" -> {
        Path file = Path.of(args[1]).resolve(DangerModel.RESOURCE);
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling("danger.model.fresh");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
          learned(all).write(out);
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
      }
      case "measure" -> measure(all, args.length > 1 ? List.of(args[1].split(",", -1)) : List.of());
      case "people" -> measurePeople(all);
      case "try" -> tryOn(all, Path.of(args[1]));
      default -> throw new IllegalArgumentException("learn, measure, people or try");
    }
  }

  private static List<Sentence> read() throws IOException {
    List<Sentence> all = new ArrayList<>();
    try (var files = Files.list(TRAINING)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        String[] name = file.getFileName().toString().replace(".txt", "").split("-", -1);
        List<String> languages = name[0].equals("all") ? LANGUAGES : List.of(name[0]);
        families(file, languages.size() > 1)
            .forEach((section, families) -> {
              for (int i = 0; i < families.size(); i++) {
                int fold = (int) ((long) i * CHUNKS / families.size()) % FOLDS;
                List<String> family = families.get(i);
                for (int j = 0; j < family.size(); j++) {
                  String language = languages.get(j % languages.size());
                  String text = family.get(j);
                  all.add(
                      new Sentence(
                          name[0], language, name[1], section, fold, text, TRAITS.of(text)));
                }
              }
            });
      }
    }
    all.addAll(people());
    for (String line : lines(RULES.resolve("signs.txt"))) {
      String[] sign = line.substring(0, line.indexOf(": ")).split(" ", -1);
      String text = line.substring(line.indexOf(": ") + 2);
      String kind = sign[0].toLowerCase(Locale.ROOT).replace('_', '-');
      all.add(new Sentence("", sign[2], "explicit", kind, -1, text, TRAITS.of(text)));
    }
    for (String text : lines(RULES.resolve("silent.txt"))) {
      all.add(new Sentence("", "", "harmless", "", -1, text, TRAITS.of(text)));
    }
    for (String list : List.of("own", "development", "second", "third", "heldout")) {
      for (String line : lines(CUSTOMERS.resolve("handover-" + list + ".txt"))) {
        String text = line.substring(line.indexOf('\t') + 1);
        all.add(new Sentence("", "", "harmless", "", -1, text, TRAITS.of(text)));
      }
    }
    List<Sentence> plain = new ArrayList<>();
    for (String topic : List.of("economia", "soporte")) {
      try (var files = Files.walk(KNOWLEDGE.resolve(topic))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
          plain(file, plain);
        }
      }
    }
    for (int i = 0; i < PLAIN; i++) {
      all.add(plain.get((int) ((long) i * plain.size() / PLAIN)));
    }
    return all;
  }

  /**
   * What people write who know nothing of the other sentences nor of each other: "language TAB
   * label TAB text" a line, none like another. A writer is a file, or several that differ by a
   * number; those were asked for harmless sentences as near to a danger as can be.
   */
  private static List<Sentence> people() throws IOException {
    List<Sentence> people = new ArrayList<>();
    try (var files = Files.list(PEOPLE)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tsv")).sorted().toList()) {
        String name = WRITER + file.getFileName().toString().replace(".tsv", "");
        for (String line : lines(file)) {
          String[] of = line.split("\t", -1);
          people.add(new Sentence(name, of[0], of[1], "", -1, of[2], TRAITS.of(of[2])));
        }
      }
    }
    return people;
  }

  /** The sentences of an entry of the knowledge: none speaks of danger. */
  private static void plain(Path file, List<Sentence> into) throws IOException {
    String language = file.toString().endsWith("-en.md") ? "en" : "es";
    for (String line : lines(file)) {
      for (String text : line.split("[.?!:;|`*]", -1)) {
        int words = text.strip().split("\\s+", -1).length;
        if (words >= 4 && words <= 20) {
          into.add(new Sentence("", language, "harmless", "", -1, text, TRAITS.of(text)));
        }
      }
    }
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /**
   * The families of a file by their section: whose danger it is, or what is harmless.
   *
   * @param lines whether each line is a family, in all languages
   */
  private static Map<String, List<List<String>>> families(Path file, boolean lines)
      throws IOException {
    Map<String, List<List<String>>> sections = new LinkedHashMap<>();
    String section = "";
    List<String> family = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("## ")) {
        section = line.substring(3).strip();
        family = new ArrayList<>();
      } else if (line.isBlank()) {
        family = new ArrayList<>();
      } else if (lines) {
        sections
            .computeIfAbsent(section, any -> new ArrayList<>())
            .add(List.of(line.split(" \\| ", -1)));
      } else {
        if (family.isEmpty()) {
          sections.computeIfAbsent(section, any -> new ArrayList<>()).add(family);
        }
        family.add(line.strip());
      }
    }
    return sections;
  }

  private static DangerModel learned(List<Sentence> from) {
    Map<Question, double[]> weights = new EnumMap<>(Question.class);
    List<Sentence> counted = new ArrayList<>(from);
    from.stream().filter(Sentence::ofPeople).forEach(counted::add);
    weights.put(
        Question.DANGER,
        Learner.weightsOfTelling(counted, Sentence::traits, Sentence::danger, Traits.SIZE));
    List<Sentence> dangers = from.stream().filter(s -> s.danger() && !s.kind().isEmpty()).toList();
    Map.of(
            Question.SELF, "self",
            Question.FROM_OTHERS, "from-others",
            Question.OTHERS, "others",
            Question.THIRD_PERSON, "third-person")
        .forEach((question, kind) ->
            weights.put(
                question,
                Learner.weights(dangers, Sentence::traits, s -> s.kind().equals(kind), FEW)));
    List<Sentence> told = from.stream().filter(s -> !s.language().isEmpty()).toList();
    Map.of(Question.SPANISH, "es", Question.PORTUGUESE, "pt", Question.ENGLISH, "en")
        .forEach((question, language) ->
            weights.put(
                question,
                Learner.weights(told, Sentence::traits, s -> s.language().equals(language), FEW)));
    return DangerModel.of(weights);
  }

  private static void measure(List<Sentence> all, List<String> files) {
    Map<String, int[]> table = new TreeMap<>();
    IntStream.range(0, FOLDS)
        .parallel()
        .forEach(fold -> {
          Dangers dangers =
              new Dangers(learned(all.stream().filter(s -> s.fold() != fold).toList()));
          for (Sentence sentence : all) {
            boolean asked = files.isEmpty() || files.contains(sentence.file());
            if (sentence.fold() == fold && asked) {
              count(
                  table,
                  dangers,
                  sentence.language(),
                  sentence.label(),
                  sentence.kind(),
                  sentence.text());
            }
          }
        });
    print(table);
  }

  private static void measurePeople(List<Sentence> all) {
    Map<String, int[]> ordinary = new TreeMap<>();
    Map<String, int[]> near = new TreeMap<>();
    Map<String, List<Sentence>> writers =
        all.stream().filter(Sentence::ofPeople).collect(groupingBy(Sentence::writer));
    writers.entrySet().parallelStream()
        .forEach(writer -> {
          List<Sentence> others =
              all.stream().filter(s -> !s.writer().equals(writer.getKey())).toList();
          Dangers dangers = new Dangers(learned(others));
          for (Sentence of : writer.getValue()) {
            Map<String, int[]> table = of.file().equals(of.writer()) ? ordinary : near;
            count(table, dangers, of.language(), of.label(), of.kind(), of.text());
          }
        });
    print(ordinary);
    System.out.println("Of those who wrote what is as near to a danger as can be:");
    print(near);
  }

  private static void tryOn(List<Sentence> all, Path file) throws IOException {
    Dangers dangers = new Dangers(learned(all));
    Map<String, int[]> table = new TreeMap<>();
    for (String line : lines(file)) {
      String[] fields = line.split("\t", -1);
      count(table, dangers, fields[0], fields[1], "", fields[fields.length - 1]);
    }
    print(table);
  }

  private static void count(
      Map<String, int[]> table,
      Dangers dangers,
      String language,
      String label,
      String kind,
      String text) {
    Optional<Danger> found = dangers.in(text);
    boolean danger = !label.equals("harmless");
    synchronized (table) {
      count(
          table.computeIfAbsent(language + " " + label, any -> new int[5]), found, language, kind);
      if (kind.startsWith(NEAR)) {
        count(table.computeIfAbsent(language + " near", any -> new int[5]), found, language, kind);
      }
      if (System.getProperty("show") != null && found.isPresent() != danger) {
        System.out.println(language + " " + label + ": " + text);
      }
    }
  }

  private static void count(int[] row, Optional<Danger> found, String language, String kind) {
    row[0]++;
    if (found.isPresent()) {
      Danger is = found.get();
      row[1]++;
      row[2] += is.urgency() == Danger.Urgency.DOUBT ? 0 : 1;
      row[3] += is.language().equals(language) ? 1 : 0;
      row[4] += is.kind().name().toLowerCase(Locale.ROOT).replace('_', '-').equals(kind) ? 1 : 0;
    }
  }

  private static void print(Map<String, int[]> table) {
    System.out.printf(
        "%-14s %9s %8s %8s %9s %5s%n", "", "sentences", "found", "certain", "language", "kind");
    table.forEach((name, row) ->
        System.out.printf(
            "%-14s %9d %7.1f%% %7.1f%% %8.1f%% %4.0f%%%n",
            name,
            row[0],
            100.0 * row[1] / row[0],
            100.0 * row[2] / row[0],
            100.0 * row[3] / Math.max(1, row[1]),
            100.0 * row[4] / Math.max(1, row[1])));
  }
}

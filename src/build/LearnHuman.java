import dev.sessionmanager.agent.HumanModel;
import dev.sessionmanager.agent.HumanWanted;
import dev.sessionmanager.text.Traits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Learns from the sentences in src/main/training/human who asks for a human, at the build.
 *
 * <pre>
 *   LearnHuman learn CLASSES        writes CLASSES/agent/human.model
 *   LearnHuman measure              cross-validation, whole families left out
 *   LearnHuman try FILE             sentences never trained on: "human TAB text" or "ask TAB text"
 * </pre>
 *
 * With {@code -Dshow=1} the last two name what they got wrong.
 */
class LearnHuman {

  /** A family is a set of sentences that say the same; a blank line ends one. */
  private record Sentence(boolean human, int fold, String text, Traits traits) {}

  private static final Path TRAINING = Path.of("src/main/training/human");

  /** The lists that drove the phrases: learned from, never measured on. */
  private static final Path LISTS = Path.of("src/test/resources/questions");

  private static final int FOLDS = 10;

  public static void main(String[] args) throws IOException {
    List<Sentence> all = new ArrayList<>();
    for (Path file : files(TRAINING, "")) {
      sentences(file, true, all);
    }
    for (Path file : files(LISTS, "handover-")) {
      sentences(file, false, all);
    }
    switch (args[0]) {
      case "learn" -> learn(all, Path.of(args[1]).resolve(HumanModel.RESOURCE));
      case "measure" -> measure(all);
      case "try" -> {
        List<Sentence> fresh = new ArrayList<>();
        sentences(Path.of(args[1]), false, fresh);
        print(fresh, found(fresh, learned(all)));
      }
      default -> throw new IllegalArgumentException("learn, measure or try");
    }
  }

  private static List<Path> files(Path folder, String prefix) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .filter(f -> f.toString().endsWith(".txt"))
          .sorted()
          .toList();
    }
  }

  private static void sentences(Path file, boolean folded, List<Sentence> into) throws IOException {
    int family = 0;
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t", 2);
      if (line.isBlank()) {
        family++;
      } else if (!line.startsWith("#") && fields.length == 2) {
        String text = fields[1].strip();
        int fold = folded ? family % FOLDS : -1;
        into.add(new Sentence(!fields[0].equals("ask"), fold, text, HumanWanted.traits(text)));
      }
    }
  }

  private static HumanModel learned(List<Sentence> from) {
    return HumanModel.of(Learner.weights(from, Sentence::traits, Sentence::human, Traits.FEWER));
  }

  private static void learn(List<Sentence> all, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path fresh = file.resolveSibling("human.model.fresh");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
      learned(all).write(out);
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void measure(List<Sentence> all) {
    List<Sentence> asked = new ArrayList<>();
    List<Boolean> found = new ArrayList<>();
    IntStream.range(0, FOLDS)
        .parallel()
        .forEach(fold -> {
          HumanModel model = learned(all.stream().filter(s -> s.fold() != fold).toList());
          List<Sentence> left = all.stream().filter(s -> s.fold() == fold).toList();
          List<Boolean> said = found(left, model);
          synchronized (asked) {
            asked.addAll(left);
            found.addAll(said);
          }
        });
    print(asked, found);
  }

  private static List<Boolean> found(List<Sentence> among, HumanModel model) {
    HumanWanted wanted = new HumanWanted(model);
    return among.stream().map(sentence -> wanted.test(sentence.text())).toList();
  }

  private static void print(List<Sentence> asked, List<Boolean> found) {
    int humans = 0;
    int right = 0;
    int wrong = 0;
    for (int i = 0; i < asked.size(); i++) {
      Sentence sentence = asked.get(i);
      boolean said = found.get(i);
      humans += sentence.human() ? 1 : 0;
      right += sentence.human() && said ? 1 : 0;
      wrong += !sentence.human() && said ? 1 : 0;
      if (System.getProperty("show") != null && sentence.human() != said) {
        System.out.println((said ? "not wanted: " : "missed: ") + sentence.text());
      }
    }
    System.out.printf("wishes found: %d of %d%n", right, humans);
    System.out.printf("questions taken for one: %d of %d%n", wrong, asked.size() - humans);
  }
}

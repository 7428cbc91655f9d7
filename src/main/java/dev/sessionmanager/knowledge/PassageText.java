package dev.sessionmanager.knowledge;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry's Markdown in its parts. What stands below a heading {@code ## Otro ejemplo} or {@code
 * ## Más} ({@code ## Another example}, {@code ## More}) is kept until somebody asks for it. Pure
 * function of the text, linear in its length.
 *
 * @param main what answers the question itself
 * @param examples one after another as they are asked for: those that are kept first, that of the
 *     main part last; empty where there is none
 * @param more to be told to who wants to know more; null where there is nothing
 */
public record PassageText(String main, List<String> examples, @Nullable String more) {

  private static final Set<String> EXAMPLE_HEADINGS =
      Set.of("## Otro ejemplo", "## Another example");
  private static final Set<String> MORE_HEADINGS = Set.of("## Más", "## More");
  private static final List<String> EXAMPLE_MARKS = List.of("**Ejemplo", "**Example");
  private static final List<String> ENDS = List.of("**", "Ver también: ", "See also: ");
  private static final String FENCE = "```";

  /** The parts of a text. */
  public static PassageText of(String markdown) {
    StringBuilder main = new StringBuilder();
    List<StringBuilder> examples = new ArrayList<>();
    StringBuilder more = new StringBuilder();
    StringBuilder part = main;
    boolean code = false;
    for (String line : markdown.strip().lines().toList()) {
      code ^= line.startsWith(FENCE);
      if (!code && EXAMPLE_HEADINGS.contains(line)) {
        part = new StringBuilder();
        examples.add(part);
      } else if (!code && MORE_HEADINGS.contains(line)) {
        part = more;
      } else {
        part.append(line).append('\n');
      }
    }
    String said = main.toString().strip();
    List<String> all = new ArrayList<>();
    examples.forEach(example -> all.add(example.toString().strip()));
    String own = example(said);
    if (!own.isEmpty()) {
      all.add(own);
    }
    return new PassageText(said, List.copyOf(all), more.isEmpty() ? null : more.toString().strip());
  }

  /** The first paragraph: what it is. */
  public String essence() {
    int end = main.indexOf("\n\n");
    return end < 0 ? main : main.substring(0, end);
  }

  /** The last paragraph: where to read on. */
  public String last() {
    return main.substring(main.lastIndexOf("\n\n") < 0 ? 0 : main.lastIndexOf("\n\n") + 2);
  }

  /** From the mark of an example to the next paragraph with a mark. */
  private static String example(String main) {
    StringBuilder example = new StringBuilder();
    boolean inside = false;
    boolean code = false;
    for (String line : main.lines().toList()) {
      if (!code && inside && ENDS.stream().anyMatch(line::startsWith)) {
        break;
      }
      inside |= !code && EXAMPLE_MARKS.stream().anyMatch(line::startsWith);
      code ^= line.startsWith(FENCE);
      if (inside) {
        example.append(line).append('\n');
      }
    }
    return example.toString().strip();
  }
}

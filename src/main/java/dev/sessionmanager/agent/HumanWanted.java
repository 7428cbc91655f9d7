package dev.sessionmanager.agent;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.WordFile;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Whether a customer asks for a person, or for what only a person may settle: complaints, returns
 * and changes, invoices, as {@code agent/human.yaml} says it. Any thread; the patterns take linear
 * time.
 */
@Component
public final class HumanWanted implements Predicate<String> {

  private static final int MAX_CHARS = 4000;

  /** The patterns, read when the first text is looked at. */
  private static final class Words {

    private static final WordFile FILE = WordFile.read("agent/human.yaml");
    static final Pattern NOT_WANTED = Pattern.compile(FILE.text("not-wanted").strip());
    static final Pattern WANTED =
        Pattern.compile(
            "\\b(?:"
                + String.join("|", FILE.lines("wanted"))
                    .replace("<person>", "(?:" + String.join("|", FILE.entries("person")) + ")")
                + ")");
  }

  /** Whether the text says so. Its first {@value #MAX_CHARS} characters count. */
  @Override
  public boolean test(String text) {
    String plain =
        Folding.plain(text.substring(0, Math.min(text.length(), MAX_CHARS)))
            .replaceAll("[^a-z0-9]+", " ");
    return Words.WANTED.matcher(Words.NOT_WANTED.matcher(plain).replaceAll(" ")).find();
  }
}

package dev.sessionmanager.knowledge;

import dev.sessionmanager.files.Rechecked;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The collections of knowledge by name, searched by relevance. Any thread. What ships is read and
 * indexed at the first search in it; the user's own files are looked at again by a search that
 * comes {@code knowledge.recheck} (3 s) after the last look. A search that comes during a look
 * finds what the look before it found.
 */
@Component
public class Library {

  private final KnowledgeSettings settings;
  private final Rechecked<Map<String, Supplier<BilingualShelf>>> shelves;

  /** What ships, with the default bounds and no folder of the user's. */
  public Library() {
    this(
        new KnowledgeSettings(
            Path.of("/nowhere"), 1, DataSize.ofKilobytes(64), Duration.ofDays(1), 2000, 32),
        Clock.systemUTC());
  }

  @Autowired
  Library(KnowledgeSettings settings, Clock clock) {
    this.settings = settings;
    Shelves files = new Shelves(settings);
    this.shelves =
        new Rechecked<>(settings.recheck(), clock, before -> files.look(clock.instant()));
  }

  /** Whether there is such a collection. */
  public boolean has(String collection) {
    return shelves.get().containsKey(collection);
  }

  /**
   * The passages that fit best, best first; empty where nothing does. One that is sure comes first;
   * several are sure where the question compares them. A question in English is looked for among
   * the entries in English first. Of a long question only the beginning counts ({@code
   * knowledge.question-max-chars}, {@code knowledge.question-max-terms}).
   */
  public List<Passage> search(String collection, String question, int max) {
    Supplier<BilingualShelf> found = shelves.get().get(collection);
    return found == null
        ? List.of()
        : found.get().search(begin(question), settings.questionMaxTerms(), max);
  }

  /** Whether a question has a keyword of an entry of the collection, and so is about that entry. */
  public boolean names(String collection, String question) {
    Supplier<BilingualShelf> found = shelves.get().get(collection);
    return found != null && found.get().names(begin(question));
  }

  /**
   * The entries of a collection that only show what an operator is to write in their place, by the
   * names of their files; those that the operator has replaced are not among them.
   */
  public List<String> examples(String collection) {
    Supplier<BilingualShelf> found = shelves.get().get(collection);
    return found == null ? List.of() : found.get().examples();
  }

  /** Whether a question is asked in English, and is not just a program's message. */
  public boolean asksInEnglish(String question) {
    return KnowledgeTerms.asksInEnglish(begin(question));
  }

  /** Where an operator's own entries of a collection belong. */
  public Path folder(String collection) {
    return settings.dir().resolve(collection);
  }

  private String begin(String question) {
    return question.substring(0, Math.min(question.length(), settings.questionMaxChars()));
  }
}

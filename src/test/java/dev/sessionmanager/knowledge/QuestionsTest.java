package dev.sessionmanager.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.text.Language;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks the knowledge that ships the questions of questions.txt. */
class QuestionsTest {

  private static final Library LIBRARY = new Library();

  record Asked(String collection, String question, List<String> ids) {}

  static List<Asked> all() throws IOException {
    try (InputStream in = QuestionsTest.class.getResourceAsStream("questions.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\|", -1))
          .map(part -> new Asked(part[0].strip(), part[1].strip(), ids(part[2])))
          .toList();
    }
  }

  static List<Asked> known() throws IOException {
    return all().stream().filter(asked -> !asked.ids.isEmpty()).toList();
  }

  static List<Asked> strange() throws IOException {
    return all().stream().filter(asked -> asked.ids.isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("known")
  void findsTheEntriesAskedForAndIsSureOfThemAlone(Asked asked) {
    List<Passage> found = LIBRARY.search(asked.collection, asked.question, 5);
    assertThat(found.stream().limit(asked.ids.size()).map(Passage::id)).isEqualTo(asked.ids);
    assertThat(found.stream().filter(Passage::sure).map(Passage::id)).isEqualTo(asked.ids);
  }

  @ParameterizedTest
  @MethodSource("strange")
  void isSureOfNothingWhereTheQuestionIsOffTheTopic(Asked asked) {
    assertThat(LIBRARY.search(asked.collection, asked.question, 5)).noneMatch(Passage::sure);
  }

  @Test
  void findsNothingNearForMostQuestionsOffTheTopic() throws IOException {
    long nothing =
        strange().stream()
            .filter(asked ->
                LIBRARY.search(asked.collection, asked.question, 5).stream()
                    .noneMatch(Passage::near))
            .count();
    assertThat(nothing).isGreaterThan(strange().size() * 4L / 5);
  }

  @Test
  void isSureWithEveryNameOfEveryEntryThatItMeansThisEntry() {
    ShippedFilesTest.all()
        .forEach((collection, entries) ->
            entries.values().stream()
                .filter(entry -> !entry.example()) // found by their keywords
                .forEach(entry ->
                    assertThat(entry.names())
                        .allSatisfy(name ->
                            assertThat(LIBRARY.search(collection, asked(entry, name), 3))
                                .as(name)
                                .first()
                                .matches(first -> first.id().equals(entry.id()) && first.sure()))));
  }

  /** A name alone, like "git commit", may be of both languages. */
  private static String asked(Entry entry, String name) {
    return entry.language() == Language.ENGLISH ? "what is " + name : name;
  }

  @Test
  void asksForEveryEntryAtLeastOnce() throws IOException {
    Set<String> asked =
        known().stream()
            .flatMap(one -> one.ids.stream().map(id -> one.collection + '/' + id))
            .collect(Collectors.toSet());
    Set<String> shipped =
        ShippedFilesTest.all().entrySet().stream()
            .flatMap(one ->
                one.getValue().values().stream()
                    .filter(entry -> !entry.example()) // RoyalWithoutAModelTest asks for these
                    .map(entry -> one.getKey() + '/' + entry.id()))
            .collect(Collectors.toSet());
    assertThat(asked).isEqualTo(shipped);
  }

  private static List<String> ids(String text) {
    return Arrays.stream(text.strip().split(",")).filter(id -> !id.isEmpty()).toList();
  }
}

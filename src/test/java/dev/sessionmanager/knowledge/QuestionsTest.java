package dev.sessionmanager.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

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
  void findsNothingAtAllForMostQuestionsOffTheTopic() throws IOException {
    long empty =
        strange().stream()
            .filter(asked -> LIBRARY.search(asked.collection, asked.question, 5).isEmpty())
            .count();
    assertThat(empty).isGreaterThan(strange().size() * 3L / 5);
  }

  @Test
  void isSureWithEveryNameOfEveryEntryThatItMeansThisEntry() {
    ShippedFilesTest.all()
        .forEach((collection, entries) ->
            entries
                .values()
                .forEach(entry ->
                    assertThat(entry.names())
                        .allSatisfy(name -> {
                          Passage first = LIBRARY.search(collection, name, 3).getFirst();
                          assertThat(first.id()).as(name).isEqualTo(entry.id());
                          assertThat(first.sure()).as(name).isTrue();
                        })));
  }

  @Test
  void asksForEveryEntryAtLeastOnce() throws IOException {
    Set<String> asked =
        known().stream()
            .flatMap(one -> one.ids.stream().map(id -> one.collection + '/' + id))
            .collect(Collectors.toSet());
    Set<String> shipped =
        ShippedFilesTest.all().entrySet().stream()
            .flatMap(one -> one.getValue().keySet().stream().map(id -> one.getKey() + '/' + id))
            .collect(Collectors.toSet());
    assertThat(asked).isEqualTo(shipped);
  }

  private static List<String> ids(String text) {
    return Arrays.stream(text.strip().split(",")).filter(id -> !id.isEmpty()).toList();
  }
}

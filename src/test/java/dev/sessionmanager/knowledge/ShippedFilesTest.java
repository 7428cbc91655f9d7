package dev.sessionmanager.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.text.Language;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedFilesTest {

  /** Characters: what somebody reads in a chat, and what fits a model's context several times. */
  private static final int LONGEST = 1_800;

  private static final String RELATED = "Ver también: ";

  private final Map<String, Map<String, Entry>> shipped = all();

  /** Every entry that ships, by collection and id. */
  static Map<String, Map<String, Entry>> all() {
    Map<String, Map<String, Entry>> all = new TreeMap<>();
    ShippedFiles.collections().forEach((name, entries) -> all.put(name, entries.get()));
    return all;
  }

  @ParameterizedTest
  @CsvSource({"economia, 65", "soporte, 12", "bienestar, 8"})
  void shipsAtLeastThatManyEntries(String collection, int entries) {
    assertThat(shipped.get(collection)).hasSizeGreaterThanOrEqualTo(entries);
  }

  @Test
  void everyEntryIsNamedSourcedAndShort() {
    assertThat(entries())
        .allSatisfy(entry -> {
          assertThat(entry.id()).matches("[a-z0-9-]+");
          assertThat(entry.aliases()).as(entry.id()).hasSizeGreaterThanOrEqualTo(3);
          assertThat(entry.topics()).as(entry.id()).isNotEmpty();
          assertThat(entry.source()).as(entry.id()).startsWith("Base de conocimiento de ");
          assertThat(entry.text().length()).as(entry.id()).isBetween(200, LONGEST);
          assertThat(entry.text()).as(entry.id()).doesNotContain("$", "\\");
        });
  }

  @Test
  void everyEconomicEntryHasAnExample() {
    assertThat(Objects.requireNonNull(shipped.get("economia")).values())
        .allSatisfy(entry -> assertThat(entry.text()).as(entry.id()).contains("**Ejemplo"));
  }

  @Test
  void noTwoEntriesShareAName() {
    shipped
        .values()
        .forEach(entries ->
            assertThat(
                    entries.values().stream()
                        .flatMap(entry ->
                            entry.names().stream()
                                .map(KnowledgeTerms.in(Language.SPANISH)::of)
                                .distinct())
                        .toList())
                .doesNotHaveDuplicates());
  }

  @Test
  void everyRelatedEntryExistsByItsTitle() {
    shipped
        .values()
        .forEach(entries -> {
          Set<String> titles =
              entries.values().stream().map(Entry::title).collect(Collectors.toSet());
          for (Entry entry : entries.values()) {
            String last = entry.text().lines().toList().getLast();
            assertThat(last).as(entry.id()).startsWith(RELATED).endsWith(".");
            String names = last.substring(RELATED.length(), last.length() - 1);
            assertThat(unknown(names, titles)).as(entry.id()).isBlank();
            assertThat(names).as(entry.id()).doesNotContain(entry.title() + ",");
          }
        });
  }

  /** What is left of the names without the titles; some titles contain a comma. */
  private static String unknown(String names, Set<String> titles) {
    String rest = names;
    for (String title :
        titles.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList()) {
      rest = rest.replaceAll("(^|, )" + Pattern.quote(title) + "(?=,|$)", "");
    }
    return rest;
  }

  private List<Entry> entries() {
    return shipped.values().stream().map(Map::values).flatMap(Collection::stream).toList();
  }
}

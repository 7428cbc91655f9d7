package dev.sessionmanager.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedFilesTest {

  /** Characters: what somebody reads in a chat, and what fits a model's context several times. */
  private static final int LONGEST = 1_800;

  private static final Pattern RELATED = Pattern.compile("(?:Ver también|See also): (.+)\\.");
  private static final Pattern CODE =
      Pattern.compile("(?s)^```.*?^```$|`[^`\n]+`", Pattern.MULTILINE);

  private final Map<String, Map<String, Entry>> shipped = all();

  /** Every entry that ships, by collection and id. */
  static Map<String, Map<String, Entry>> all() {
    Map<String, Map<String, Entry>> all = new TreeMap<>();
    ShippedFiles.collections().forEach((name, entries) -> all.put(name, entries.get()));
    return all;
  }

  @ParameterizedTest
  @CsvSource({"economia, 65", "soporte, 300", "bienestar, 17", "royal, 14"})
  void shipsAtLeastThatManyEntries(String collection, int entries) {
    assertThat(shipped.get(collection)).hasSizeGreaterThanOrEqualTo(entries);
  }

  @Test
  void everyEntryIsNamedSourcedAndShort() {
    assertThat(entries())
        .allSatisfy(entry -> {
          assertThat(entry.id()).matches("[a-z0-9-]+");
          assertThat(entry.topics()).as(entry.id()).isNotEmpty();
          assertThat(main(entry).length()).as(entry.id()).isBetween(120, LONGEST);
          if (entry.example()) { // its source would be the operator
            assertThat(entry.keywords()).as(entry.id()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(entry.source()).as(entry.id()).isEmpty();
          } else {
            assertThat(entry.aliases()).as(entry.id()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(entry.source())
                .as(entry.id())
                .matches("Base de conocimiento de .+|.+'s knowledge base");
          }
          assertThat(CODE.matcher(entry.text()).replaceAll(""))
              .as(entry.id())
              .doesNotContain("$", "\\");
        });
  }

  /** Code that is not closed would swallow the rest of an answer. */
  @Test
  void everyBlockOfCodeIsClosedAndNamesItsLanguage() {
    assertThat(entries())
        .allSatisfy(entry -> {
          List<String> fences = entry.text().lines().filter(l -> l.startsWith("```")).toList();
          for (int i = 0; i < fences.size(); i++) {
            assertThat(fences.get(i)).as(entry.id()).matches(i % 2 == 0 ? "```[a-z]+" : "```");
          }
          assertThat(fences.size() % 2).as(entry.id()).isZero();
        });
  }

  /** Nobody leaves TechBot without having seen it done, or being told what to do. */
  @Test
  void everyEntryOfTechBotHasAnExampleOrStepsAndANextStep() {
    assertThat(Objects.requireNonNull(shipped.get("soporte")).values())
        .allSatisfy(entry -> {
          assertThat(entry.text())
              .as(entry.id())
              .containsPattern("\\*\\*(Ejemplo|Example)|(?m)^1\\. ");
          assertThat(main(entry)).as(entry.id()).containsPattern(RELATED);
        });
  }

  private static String main(Entry entry) {
    return PassageText.of(entry.text()).main();
  }

  @Test
  void everyEconomicEntryHasAnExample() {
    assertThat(Objects.requireNonNull(shipped.get("economia")).values())
        .allSatisfy(entry ->
            assertThat(entry.text()).as(entry.id()).containsPattern("\\*\\*(Ejemplo|Example)"));
  }

  @Test
  void noTwoEntriesShareAName() {
    shipped
        .values()
        .forEach(entries ->
            assertThat(
                    entries.values().stream()
                        .flatMap(entry ->
                            entry.names().stream().map(name -> names(entry, name)).distinct())
                        .toList())
                .doesNotHaveDuplicates());
  }

  private static List<String> names(Entry entry, String name) {
    List<String> terms = new ArrayList<>(KnowledgeTerms.in(entry.language()).of(name));
    terms.add(entry.language().code());
    return terms;
  }

  @Test
  void everyRelatedEntryExistsByItsTitle() {
    shipped
        .values()
        .forEach(entries -> {
          Set<String> titles =
              entries.values().stream().map(Entry::title).collect(Collectors.toSet());
          for (Entry entry : entries.values()) {
            if (entry.example()) {
              continue;
            }
            String last = main(entry).lines().toList().getLast();
            Matcher related = RELATED.matcher(last);
            assertThat(related.matches()).as(entry.id()).isTrue();
            String names = related.group(1);
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

package dev.sessionmanager;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the import table of the design: which room may know which. */
class ArchitectureTest {

  private static final String ROOT = "dev.sessionmanager";

  /** Room to the rooms it may import. A room that is not here may not exist. */
  private static final Map<String, Set<String>> ALLOWED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("problem", Set.of()),
              Map.entry("database", Set.of()),
              Map.entry("settings", Set.of()),
              Map.entry("user", Set.of()),
              Map.entry("conversation", Set.of("messaging")),
              Map.entry("admission", Set.of()),
              Map.entry("session", Set.of("user")),
              Map.entry(
                  "gateway",
                  Set.of("problem", "user", "session", "conversation", "admission", "messaging")),
              Map.entry(
                  "messaging",
                  Set.of("problem", "gateway", "session", "conversation", "admission")),
              Map.entry("knowledge", Set.of()),
              Map.entry("safety", Set.of()),
              Map.entry("tool", Set.of("conversation")),
              Map.entry("economics", Set.of("tool", "conversation")),
              Map.entry("catalogue", Set.of("tool")),
              Map.entry("model", Set.of("problem", "gateway", "conversation")),
              Map.entry("runtime", Set.of("problem")),
              Map.entry("optimizer", Set.of()),
              Map.entry("vfs", Set.of("problem", "runtime", "tool")),
              Map.entry(
                  "embedded",
                  Set.of(
                      "problem", "runtime", "optimizer", "vfs", "conversation", "model", "tool")),
              Map.entry(
                  "agent",
                  Set.of(
                      "problem",
                      "gateway",
                      "conversation",
                      "runtime",
                      "model",
                      "knowledge",
                      "tool",
                      "economics",
                      "catalogue",
                      "safety")),
              Map.entry(
                  "channel.rest", Set.of("problem", "gateway", "user", "session", "conversation")),
              Map.entry(
                  "channel.openai",
                  Set.of("problem", "gateway", "user", "session", "conversation")),
              Map.entry(
                  "channel.socket",
                  Set.of("problem", "gateway", "user", "session", "conversation")),
              Map.entry(
                  "channel.chatwoot",
                  Set.of("problem", "gateway", "messaging", "user", "session", "conversation")),
              Map.entry(
                  "channel.whatsapp",
                  Set.of("problem", "gateway", "messaging", "user", "session", "conversation")),
              Map.entry("web", Set.of("problem", "user", "session")),
              Map.entry(
                  "admin",
                  Set.of(
                      "problem",
                      "gateway",
                      "messaging",
                      "user",
                      "session",
                      "conversation",
                      "admission",
                      "model"))));

  private final JavaClasses code =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @TestFactory
  List<DynamicTest> everyRoomImportsOnlyWhatTheTableAllows() {
    return ALLOWED.entrySet().stream()
        .map(room ->
            DynamicTest.dynamicTest(
                room.getKey() + " → " + room.getValue(),
                () -> {
                  Set<String> others =
                      ALLOWED.keySet().stream()
                          .filter(r -> !r.equals(room.getKey()))
                          .filter(r -> !room.getValue().contains(r))
                          .collect(Collectors.toSet());
                  noClasses()
                      .that()
                      .resideInAPackage(packageOf(room.getKey()))
                      .should()
                      .dependOnClassesThat(
                          describe("reside in " + others, c -> others.contains(room(c))))
                      .allowEmptyShould(true)
                      .check(code);
                }))
        .toList();
  }

  @Test
  void everyClassLivesInARoomOfTheTable() {
    Set<String> rooms =
        code.stream()
            .map(ArchitectureTest::room)
            .filter(room -> !room.isEmpty())
            .collect(Collectors.toSet());
    assertThat(ALLOWED.keySet()).containsAll(rooms);
  }

  @Test
  void onlyTheStarterLivesAtTheRoot() {
    assertThat(
            code.stream()
                .filter(c -> c.getPackageName().equals(ROOT))
                .map(c -> c.getName().replaceAll("\\$.*", ""))
                .distinct())
        .containsExactly(SessionManager.class.getName());
  }

  @Test
  void controllersStayInTheirRoom() {
    classes().that().haveSimpleNameEndingWith("Controller").should().bePackagePrivate().check(code);
  }

  private static String packageOf(String room) {
    return ROOT + '.' + room;
  }

  private static String room(JavaClass c) {
    String name = c.getPackageName();
    return name.startsWith(ROOT + '.') ? name.substring(ROOT.length() + 1) : "";
  }
}

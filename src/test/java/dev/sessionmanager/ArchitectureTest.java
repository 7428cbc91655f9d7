package dev.sessionmanager;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sessionmanager.gateway.Agents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the import table of the design: which room may know which. */
class ArchitectureTest {

  private static final String ROOT = "dev.sessionmanager";

  /** The rooms that every other may import; one of them imports at most others of them. */
  private static final Set<String> FLOOR =
      Set.of("problem", "http", "files", "text", "trace", "trust", "tuning", "server");

  /** Room to the rooms it may import beside the floor. A room that is not here may not exist. */
  private static final Map<String, Set<String>> ALLOWED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("problem", Set.of()),
              Map.entry("http", Set.of()),
              Map.entry("files", Set.of()),
              Map.entry("text", Set.of()),
              Map.entry("trace", Set.of()),
              Map.entry("trust", Set.of()),
              Map.entry("tuning", Set.of()),
              Map.entry("server", Set.of()),
              Map.entry("database", Set.of()),
              Map.entry("settings", Set.of()),
              Map.entry("user", Set.of("database")),
              Map.entry("conversation", Set.of("database")),
              Map.entry("admission", Set.of()),
              Map.entry("session", Set.of("user", "database")),
              Map.entry("webhook", Set.of("conversation")),
              Map.entry("handover", Set.of("conversation", "webhook")),
              Map.entry(
                  "gateway", Set.of("user", "session", "conversation", "admission", "handover")),
              Map.entry(
                  "messaging",
                  Set.of("gateway", "session", "conversation", "admission", "webhook", "handover")),
              Map.entry("knowledge", Set.of()),
              Map.entry("safety", Set.of()),
              Map.entry("tool", Set.of("conversation")),
              Map.entry("economics", Set.of("tool", "conversation")),
              Map.entry("catalogue", Set.of("tool")),
              Map.entry("model", Set.of("gateway", "conversation", "tool")),
              Map.entry("runtime", Set.of()),
              Map.entry("optimizer", Set.of()),
              Map.entry("vfs", Set.of("runtime", "tool")),
              Map.entry(
                  "embedded",
                  Set.of("runtime", "optimizer", "vfs", "conversation", "model", "tool")),
              Map.entry(
                  "agent",
                  Set.of(
                      "gateway",
                      "conversation",
                      "handover",
                      "runtime",
                      "model",
                      "knowledge",
                      "tool",
                      "economics",
                      "catalogue",
                      "safety")),
              Map.entry("web", Set.of("user", "session")),
              Map.entry(
                  "admin",
                  Set.of(
                      "gateway",
                      "agent",
                      "messaging",
                      "user",
                      "session",
                      "conversation",
                      "admission",
                      "model",
                      "webhook",
                      "handover"))));

  /** What every channel may import: a new one needs no row, and none knows another. */
  private static final Set<String> CHANNEL =
      Set.of("gateway", "messaging", "user", "session", "conversation", "webhook", "handover");

  private final JavaClasses code =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @TestFactory
  List<DynamicTest> everyRoomImportsOnlyWhatTheTableAllows() {
    Map<String, Set<String>> table = new TreeMap<>(ALLOWED);
    rooms().filter(ArchitectureTest::isChannel).forEach(room -> table.put(room, CHANNEL));
    return table.entrySet().stream()
        .map(room ->
            DynamicTest.dynamicTest(
                room.getKey() + " → " + room.getValue(),
                () -> {
                  Set<String> others =
                      table.keySet().stream()
                          .filter(r -> !r.equals(room.getKey()) && !FLOOR.contains(r))
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

  private Stream<String> rooms() {
    return code.stream().map(ArchitectureTest::room).filter(room -> !room.isEmpty()).distinct();
  }

  private static boolean isChannel(String room) {
    return room.startsWith("channel.");
  }

  @Test
  void everyClassLivesInARoomOfTheTable() {
    assertThat(rooms().filter(room -> !isChannel(room))).isSubsetOf(ALLOWED.keySet());
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

  /** A channel acts for a caller, and an API key may be held to some agents. */
  @Test
  void channelsFindAgentsOnBehalfOfTheirCallers() {
    noClasses()
        .that()
        .resideInAPackage(packageOf("channel.."))
        .should()
        .callMethod(Agents.class, "find", String.class)
        .orShould()
        .callMethod(Agents.class, "all")
        .check(code);
  }

  @Test
  void controllersStayInTheirRoom() {
    classes().that().haveSimpleNameEndingWith("Controller").should().bePackagePrivate().check(code);
  }

  /** Circles of classes inside a room that may be, each with its reason. */
  private static final Map<Set<String>, String> CIRCLES =
      Map.of(
          Set.of("admission.Verdict", "admission.WorkQueue"),
          "the queue's sealed answer: a place in it, or the verdict why there is none");

  @Test
  void noCircleOfClassesInARoomButThoseOfTheList() {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass c : code) {
      Set<String> known = uses.computeIfAbsent(topLevel(c), name -> new TreeSet<>());
      c.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(used -> used.getPackageName().equals(c.getPackageName()))
          .map(ArchitectureTest::topLevel)
          .filter(used -> !used.equals(topLevel(c)))
          .forEach(known::add);
    }
    Set<Set<String>> circles = new HashSet<>();
    Map<String, Set<String>> reached = new TreeMap<>();
    uses.keySet().forEach(name -> reached.put(name, reachedFrom(name, uses)));
    reached.forEach((name, all) -> {
      if (all.contains(name)) {
        circles.add(
            all.stream()
                .filter(other -> reached.get(other).contains(name))
                .map(other -> other.substring(ROOT.length() + 1))
                .collect(Collectors.toSet()));
      }
    });
    assertThat(circles).isEqualTo(CIRCLES.keySet());
  }

  private static Set<String> reachedFrom(String name, Map<String, Set<String>> uses) {
    Set<String> reached = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(uses.get(name));
    while (!next.isEmpty()) {
      String one = next.pop();
      if (reached.add(one)) {
        next.addAll(uses.getOrDefault(one, Set.of()));
      }
    }
    return reached;
  }

  @Test
  void noTwoTypesHaveOneName() {
    Map<String, Set<String>> named =
        code.stream()
            .map(ArchitectureTest::topLevel)
            .filter(name -> !name.endsWith("package-info"))
            .collect(
                Collectors.groupingBy(
                    name -> name.substring(name.lastIndexOf('.') + 1),
                    TreeMap::new,
                    Collectors.toSet()));
    named.values().removeIf(types -> types.size() == 1);
    assertThat(named).isEmpty();
  }

  @Test
  void noFileIsLongerThan300Lines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(300));
    }
  }

  /** Records aside: theirs are the fields of something outside, such as a row or settings. */
  @Test
  void noConstructorHasMoreThanEightParameters() {
    assertThat(code.stream().filter(c -> !c.isRecord()).flatMap(c -> c.getConstructors().stream()))
        .filteredOn(constructor -> constructor.getRawParameterTypes().size() > 8)
        .isEmpty();
  }

  private static String topLevel(JavaClass c) {
    return c.getName().replaceAll("\\$.*", "");
  }

  private static String packageOf(String room) {
    return ROOT + '.' + room;
  }

  private static String room(JavaClass c) {
    String name = c.getPackageName();
    return name.startsWith(ROOT + '.') ? name.substring(ROOT.length() + 1) : "";
  }
}

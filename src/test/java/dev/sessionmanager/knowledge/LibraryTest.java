package dev.sessionmanager.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sessionmanager.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

class LibraryTest {

  private static final Duration RECHECK = Duration.ofSeconds(3);

  @TempDir Path dir;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private Library library = new Library();

  @BeforeEach
  void listen() {
    library = library(100, 4);
    said.start();
    log().addAppender(said);
  }

  @AfterEach
  void stopListening() {
    log().detachAppender(said);
  }

  @Test
  void knowsTheCollectionsThatShipAndTheUsers() throws IOException {
    write("joyas", "anillos", "title: Anillos", "Los anillos se miden por talle.");
    assertThat(library.has("economia")).isTrue();
    assertThat(library.has("joyas")).isTrue();
    assertThat(library.has("nada")).isFalse();
    assertThat(library.search("nada", "anillos", 3)).isEmpty();
  }

  @Test
  void givesTheWholeEntry() {
    Passage passage = library.search("economia", "¿Qué es la TIR?", 1).getFirst();
    assertThat(passage.title()).isEqualTo("TIR (tasa interna de retorno)");
    assertThat(passage.text()).startsWith("La **TIR** es").contains("≈ 13,07 %");
    assertThat(passage.source()).contains("EcoBot");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, 2, Integer.MAX_VALUE})
  void givesAtMostAsManyAsAskedFor(int max) {
    assertThat(library.search("economia", "costo", max)).hasSizeBetween(0, Math.max(0, max));
  }

  @Test
  void findsAFileOfTheUsersOnceTheLastLookIsOldEnough() throws IOException {
    assertThat(ids("joyas", "anillos")).isEmpty();
    write("joyas", "anillos", "title: Anillos", "Los anillos se miden por talle.");
    clock.advance(RECHECK.minusMillis(1));
    assertThat(ids("joyas", "anillos")).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(ids("joyas", "anillos")).containsExactly("anillos");
  }

  @Test
  void putsAFileOfTheUsersInPlaceOfAShippedOneUntilItGoes() throws IOException {
    String shipped = text("economia", "inflación");
    Path own = write("economia", "inflacion", "title: Inflación", "Lo que dice mi cátedra.");
    assertThat(look("economia", "inflación")).isEqualTo("Lo que dice mi cátedra.");
    Files.delete(own);
    assertThat(look("economia", "inflación")).isEqualTo(shipped);
  }

  @Test
  void noticesAFileThatChangesOrGoes() throws IOException {
    Path file = write("joyas", "anillos", "title: Anillos", "Uno.");
    assertThat(look("joyas", "anillos")).isEqualTo("Uno.");
    write("joyas", "anillos", "title: Anillos", "Ahora otra cosa.");
    assertThat(look("joyas", "anillos")).isEqualTo("Ahora otra cosa.");
    Files.delete(file);
    clock.advance(RECHECK);
    assertThat(library.has("joyas")).isFalse();
  }

  @Test
  void noticesAFileReplacedByOneOfTheSameTimeAndSize() throws IOException {
    Path file = write("joyas", "anillos", "title: Anillos", "Oro 18.");
    FileTime time = Files.getLastModifiedTime(file);
    assertThat(look("joyas", "anillos")).isEqualTo("Oro 18.");
    Path other = dir.resolve("otro");
    Files.writeString(other, Files.readString(file).replace("Oro 18.", "Oro 24."));
    Files.setLastModifiedTime(other, time);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    assertThat(look("joyas", "anillos")).isEqualTo("Oro 24.");
  }

  static List<List<String>> broken() {
    return List.of(
        List.of(":1: the file must begin with a line ---", "Sin portada."),
        List.of(":1: the file must begin with a line ---", ""),
        List.of(":1: the file must begin with a line ---", "---\ntitle: Uno"),
        List.of(":3: below the settings the text is missing", "---\ntitle: Uno\n---\n"),
        List.of(":1: title is missing", "---\nsource: Yo\n---\nTexto."),
        List.of(":3: titel is not a setting", "---\ntitle: Uno\ntitel: Dos\n---\nTexto."),
        List.of(":3: title stands there twice", "---\ntitle: Uno\ntitle: Dos\n---\nTexto."),
        List.of(":3: aliases must be text", "---\ntitle: Uno\naliases: {dos: 2}\n---\nTexto."),
        List.of(":3: aliases must be text", "---\ntitle: Uno\naliases: [dos, '']\n---\nTexto."),
        List.of(":2: title must be text that is not empty", "---\ntitle: ''\n---\nTexto."),
        List.of(":3: language must be es or en", "---\ntitle: Uno\nlanguage: fr\n---\nTexto."),
        List.of(":2: between the lines --- stand settings", "---\nsolo texto\n---\nTexto."),
        List.of(":4: not YAML: ", "---\ntitle: Uno\ntopics: [a\nsource: b: c\n---\nTexto."),
        List.of(
            ":2: not YAML: Global tag",
            "---\ntitle: !!javax.script.ScriptEngineManager []\n---\nT."),
        List.of(":2: not YAML: ", "---\ntitle: " + "[".repeat(3000) + "\n---\nTexto."),
        List.of("larger than 4096 bytes", "---\ntitle: Uno\n---\n" + "x ".repeat(3000)));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void namesABrokenFileOnceAndKeepsTheOthers(List<String> file) throws IOException {
    write("joyas", "anillos", "title: Anillos", "Los anillos se miden por talle.");
    Path broken = dir.resolve("joyas/roto.md");
    Files.writeString(broken, file.getLast());
    for (int look = 0; look < 3; look++) {
      assertThat(look("joyas", "anillos")).isEqualTo("Los anillos se miden por talle.");
    }
    assertThat(warnings()).hasSize(1).first().asString().contains(broken.toString(), file.get(0));
  }

  /** Lists as one text and numbers as texts, files of Windows and of old Macs. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFF---\r\ntitle: Anillos\r\naliases: sortijas\r\n---\r\nTexto.\r\n",
        "---\rtitle: Anillos\raliases: [sortijas, 2001]\r---\rTexto.",
        "--- \ntitle: 2001\naliases: [anillos, sortijas]\ntopics:\n---\t\nTexto."
      })
  void takesEveryFormOfAnEntry(String content) throws IOException {
    Files.createDirectories(dir.resolve("joyas"));
    Files.writeString(dir.resolve("joyas/anillos.md"), content);
    assertThat(look("joyas", "sortijas")).isEqualTo("Texto.");
    assertThat(warnings()).isEmpty();
  }

  @Test
  void namesTheLineOfABadByteAndKeepsTheShippedEntry() throws IOException {
    String shipped = text("economia", "inflación");
    Path file = write("economia", "inflacion", "title: Inflación", "Bien.");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] = (byte) 0xC3;
    Files.write(file, bytes);
    assertThat(look("economia", "inflación")).isEqualTo(shipped);
    assertThat(warnings()).singleElement().asString().contains(":4: it is not UTF-8");
    write("economia", "inflacion", "title: Inflación", "Arreglado.");
    assertThat(look("economia", "inflación")).isEqualTo("Arreglado.");
  }

  @Test
  void readsNoMoreFilesThanItsBoundAndSaysSoOnce() throws IOException {
    library = library(2, 4);
    for (String name : List.of("anillos", "broches", "collares")) {
      write("joyas", name, "title: " + name, "Texto de " + name + '.');
    }
    assertThat(look("joyas", "anillos")).isEqualTo("Texto de anillos.");
    assertThat(look("joyas", "broches")).isEqualTo("Texto de broches.");
    assertThat(ids("joyas", "collares")).isEmpty();
    clock.advance(RECHECK);
    assertThat(ids("joyas", "collares")).isEmpty();
    assertThat(warnings()).singleElement().asString().contains("knowledge.max-files");
  }

  @Test
  void ignoresFoldersAndOtherFiles() throws IOException {
    Files.createDirectories(dir.resolve("joyas/carpeta.md"));
    Files.writeString(dir.resolve("joyas/notas.txt"), "x");
    Files.writeString(dir.resolve("suelto.md"), "x");
    assertThat(library.has("joyas")).isFalse();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void searchesAnEnglishCollectionInEnglish() throws IOException {
    write("help", "returns", "title: Returning orders\nlanguage: en", "Send it back in 30 days.");
    write("help", "delivery", "title: Delivery times\nlanguage: en", "It takes 5 days.");
    Passage found = library.search("help", "How can I return an order, please?", 1).getFirst();
    assertThat(found.id()).isEqualTo("returns");
    assertThat(found.sure()).isTrue();
    assertThat(library.search("help", "who won the world cup", 3)).isEmpty();
  }

  /** The few entries in English name in one word what many Spanish ones tell apart. */
  @Test
  void givesNoEnglishEntryToWhoAsksInSpanish() throws IOException {
    assertThat(
            Stream.of(
                    "se me borran los datos de postgres cada vez que bajo el contenedor de docker",
                    "la notebook se engancha al wifi pero dice sin internet, y el celu anda bien",
                    "mi commit quedó en la rama que no era, ¿cómo lo muevo con git?",
                    "no me imprime la impresora nueva desde el celular")
                .flatMap(question -> library.search("soporte", question, 3).stream()))
        .isNotEmpty()
        .noneMatch(passage -> passage.id().endsWith("-en"));
    assertThat(library.search("soporte", "How do I list docker containers?", 1))
        .extracting(Passage::id)
        .containsExactly("docker-basics-en");
  }

  static List<String> hostile() {
    return List.of(
        "",
        " \n\t\u0000\uFFFF",
        "¿?¡!…·—«»()[]{}",
        "*:* AND (demanda OR \"",
        "names:demanda^9999999999~99 +body:[* TO *] -x && || ! \\",
        "/.*(.*)*.*/",
        "😀😀 🇦🇷 👨‍👩‍👧‍👦",
        "\uD83D",
        "a\u0301".repeat(3000),
        "x".repeat(100_000),
        "demanda ".repeat(12_500),
        "y y y y , , , vs vs con",
        "diferencia entre y",
        " y ".repeat(30_000),
        "b".repeat(60) + " " + "c".repeat(300),
        "%s %n ${jndi:ldap://x} '; drop table x; -- <script>",
        "ｄｅｍａｎｄａ ﷽ ṩ̈ العربية 需求 спрос");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void survivesAnyText(String question) {
    assertThat(library.search("economia", question, 3)).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void looksOnlyAtTheBeginningOfALongQuestion() {
    String padding = "palabras sin sentido alguno ".repeat(100);
    assertThat(ids("economia", "inflación " + " ".repeat(3000) + "demanda").getFirst())
        .isEqualTo("inflacion");
    assertThat(ids("economia", padding + "inflación")).isEmpty();
  }

  @Test
  void isSearchedByManyWhileFilesChange() throws Exception {
    write("joyas", "anillos", "title: Anillos", "Versión 0.");
    AtomicBoolean done = new AtomicBoolean();
    List<Future<Integer>> readers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        readers.add(
            threads.submit(() -> {
              int found = 0;
              do {
                assertThat(text("joyas", "anillos")).startsWith("Versión ");
                assertThat(ids("economia", "oferta agregada")).startsWith("oferta-agregada");
                found++;
              } while (!done.get());
              return found;
            }));
      }
      for (int version = 1; version <= 20; version++) {
        Path next = dir.resolve("nuevo");
        Files.writeString(next, content("title: Anillos", "Versión " + version + '.'));
        Files.move(next, dir.resolve("joyas/anillos.md"), StandardCopyOption.ATOMIC_MOVE);
        write("joyas", "otro" + version, "title: Otro", "Otro texto.");
        clock.advance(RECHECK);
        library.has("joyas");
      }
      done.set(true);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
    assertThat(look("joyas", "anillos")).isEqualTo("Versión 20.");
  }

  private Library library(int maxFiles, int kilobytes) {
    return new Library(
        new KnowledgeSettings(dir, maxFiles, DataSize.ofKilobytes(kilobytes), RECHECK, 2000, 32),
        clock);
  }

  private Path write(String collection, String id, String frontMatter, String text)
      throws IOException {
    Path file = dir.resolve(collection).resolve(id + ".md");
    Files.createDirectories(dir.resolve(collection));
    return Files.writeString(file, content(frontMatter, text), StandardCharsets.UTF_8);
  }

  private static String content(String frontMatter, String text) {
    return "---\n" + frontMatter + "\n---\n" + text;
  }

  private List<String> ids(String collection, String question) {
    return library.search(collection, question, 3).stream().map(Passage::id).toList();
  }

  private String text(String collection, String question) {
    return library.search(collection, question, 1).getFirst().text();
  }

  /** The text once the folder is due to be looked at again. */
  private String look(String collection, String question) {
    clock.advance(RECHECK);
    return text(collection, question);
  }

  private List<String> warnings() {
    return said.list.stream()
        .filter(event -> event.getLevel().levelStr.equals("WARN"))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static Logger log() {
    return (Logger) LoggerFactory.getLogger(LibraryTest.class.getPackageName());
  }
}

package dev.sessionmanager.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.agent.HumanWanted;
import dev.sessionmanager.tool.Asked;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The user's own catalogue: it comes, changes, breaks and goes. */
class CatalogueFileTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T12:00:00Z"));

  @TempDir Path folder;

  @Test
  void theUsersFileTakesTheSamplesPlaceWhenItAppearsAndGivesItBack() throws IOException {
    CatalogueFile file = file("catalogue.csv");
    assertThat(names(file)).hasSize(61);
    write("sku,nombre,precio\nVE-001,Vela,1500\n", 1);
    assertThat(names(file)).as("looked at less than five seconds ago").hasSize(61);
    clock.advance(Duration.ofSeconds(6));
    assertThat(names(file)).containsExactly("Vela");
    write("sku,nombre,precio\nVE-001,Velón,1800\n", 2);
    clock.advance(Duration.ofSeconds(6));
    assertThat(names(file)).containsExactly("Velón");
    Files.delete(folder.resolve("catalogue.csv"));
    clock.advance(Duration.ofSeconds(6));
    assertThat(names(file)).hasSize(61);
  }

  @Test
  void aFileThatCannotBeReadLeavesWhatWasThere() throws IOException {
    CatalogueFile file = file("catalogue.csv");
    write("sku,nombre,precio\nVE-001,Vela,1500\n", 1);
    assertThat(names(file)).containsExactly("Vela");
    int time = 2;
    for (String broken :
        List.of("", "no table at all", "a,b,c\n1,2,3\n", "x".repeat(3000), "\"unfinished")) {
      write(broken, time++);
      clock.advance(Duration.ofSeconds(6));
      assertThat(names(file)).as(broken).containsExactly("Vela");
    }
  }

  @Test
  void aFileThatIsBrokenFromTheStartCountsAsEmpty() throws IOException {
    write("nothing of use", 1);
    CatalogueFile file = file("catalogue.csv");
    assertThat(names(file)).isEmpty();
    assertThat(
            new Catalogue(file, new HumanWanted())
                .asked(new Asked("catálogo"))
                .orElseThrow()
                .text())
        .contains("vacío");
    assertThat(
            new Catalogue(file, new HumanWanted())
                .asked(new Asked("precio del anillo"))
                .orElseThrow()
                .text())
        .contains("No encontré «anillo»");
  }

  /** What docs/messaging.md has a shop paste before its customers write, and has it ask. */
  @Test
  void theLinesOfTheShortRoadAreACatalogue() throws IOException {
    String page = Files.readString(Path.of("docs/messaging.md"));
    String pasted = page.replaceAll("(?s).*<<'EOF'\n(.*?\n)EOF\n.*", "$1");
    assertThat(CatalogueTable.read(pasted, false, 100).problems()).isEmpty();
    write(pasted, 1);
    CatalogueFile file = file("catalogue.csv");
    assertThat(names(file)).hasSize(2);
    assertThat(
            new Catalogue(file, new HumanWanted())
                .asked(new Asked("¿Qué anillos de plata tienen?"))
                .orElseThrow()
                .text())
        .contains("Anillo liso 3 mm");
  }

  @Test
  void aBrokenRowIsNamedWithLineAndReasonAndTheOthersStay() throws IOException {
    CatalogueTable table =
        CatalogueTable.read(
            """
            SKU;Nombre;Categoría;Material;Descripción;Precio;Precio mayorista;Mínimo mayorista;Stock
            A-1;Anillo;anillos;plata;"liso; 3 mm";$ 12.500,50;10000;6;4
            A-2;Anillo;anillos;plata;;gratis;;;
            A-3;;anillos;plata;;100;;;
            A-4;Anillo;anillos
            a-1;Otro;anillos;plata;;100;;;
            A-5;Anillo;anillos;plata;;100;;;muchos
            A-6;Anillo;anillos;plata;;-5;;;1

            A-7;Último;anillos;plata;;1.250;;;2
            """,
            false,
            100);
    assertThat(table.products()).map(CatalogueProduct::sku).containsExactly("A-1", "A-7");
    assertThat(table.products())
        .map(CatalogueProduct::price)
        .containsExactly(new BigDecimal("12500.50"), new BigDecimal("1250.00"));
    assertThat(table.problems())
        .containsExactly(
            "line 3: precio is no price: gratis",
            "line 4: nombre is empty",
            "line 5: it has 3 fields, the first row 9",
            "line 6: the sku a-1 is there twice",
            "line 7: stock is no number: muchos",
            "line 8: precio is no price: -5");
  }

  @Test
  void aQuoteWithoutItsEndLosesTheRestAndSaysSo() throws IOException {
    CatalogueTable table =
        CatalogueTable.read("sku,nombre,precio\nA-1,Anillo,100\nA-2,\"Aro,100\n", false, 100);
    assertThat(table.products()).map(CatalogueProduct::sku).containsExactly("A-1");
    assertThat(table.problems()).hasSize(1).first().asString().startsWith("line 3: ");
  }

  @Test
  void aMarkdownTableIsACatalogueToo() throws IOException {
    String table =
        """
        # Catálogo

        | SKU | Nombre | Precio | Stock |
        |-----|:------:|-------:|------:|
        | A-1 | Anillo **liso** | 12.500 | 3 |
        | A-2 | Roto | ? | 3 |

        Fin.
        """;
    assertThat(CatalogueTable.read(table, true, 100).problems())
        .containsExactly("line 6: precio is no price: ?");
    Files.writeString(folder.resolve("catalogue.md"), table);
    assertThat(names(file("catalogue.md"))).containsExactly("Anillo liso");
  }

  @Test
  void rowsAreBounded() throws IOException {
    StringBuilder rows = new StringBuilder("sku,nombre,precio\n");
    for (int i = 0; i < 50; i++) {
      rows.append("A-").append(i).append(",Anillo,100\n");
    }
    CatalogueTable table = CatalogueTable.read(rows.toString(), false, 10);
    assertThat(table.products()).hasSize(10);
    assertThat(table.problems()).hasSize(1).first().asString().contains("catalogue.max-rows 10");
  }

  @Test
  void settingsThatMakeNoSenseAreRefusedInOneSentence() {
    assertThatThrownBy(() ->
            new CatalogueSettings(Path.of("a.csv"), DataSize.ofBytes(0), 1, Duration.ofSeconds(1)))
        .hasMessageContaining("catalogue.max-bytes");
    assertThatThrownBy(
            () -> new CatalogueSettings(Path.of(""), DataSize.ofBytes(1), 1, Duration.ZERO))
        .hasMessageContaining("CATALOGUE_FILE");
  }

  private static List<String> names(CatalogueFile file) {
    return file.index().products().stream().map(CatalogueProduct::name).toList();
  }

  private CatalogueFile file(String name) {
    return new CatalogueFile(
        new CatalogueSettings(
            folder.resolve(name), DataSize.ofBytes(2000), 1000, Duration.ofSeconds(5)),
        clock);
  }

  private void write(String content, int time) throws IOException {
    Path file = folder.resolve("catalogue.csv");
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant().plusSeconds(time)));
  }
}

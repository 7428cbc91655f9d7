package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent's file in the browser, where others change it too and its reader tries it meanwhile. */
class AdminEditorIT {

  private static final Chromium CHROMIUM =
      new Chromium("DEFAULT_AGENT=eco", "admin.recheck=0s", "agents.recheck=0s");

  private static final Path FOLDER = CHROMIUM.service.data.resolve("agents");

  private static final String COOK =
      "---\nname: %s\nwords: {greeting: %s}\n---\nEres un cocinero.\n";

  @AfterAll
  static void close() {
    CHROMIUM.close();
  }

  @AfterEach
  void nothingWasRefusedByThePolicy() {
    assertThat(CHROMIUM.complaints()).isEmpty();
  }

  private static Admin edit(String name) throws Exception {
    Files.createDirectories(FOLDER);
    Files.writeString(FOLDER.resolve(name + ".md"), COOK.formatted(name, "Buenas"));
    Admin admin = Admin.visit(CHROMIUM).open("agents").go("agents/edit/" + name);
    assertThat(admin.page().locator("#verdict")).containsText("El archivo está bien.");
    return admin;
  }

  @Test
  void savesADraftOnlyOverTheFileThatItWasMadeFrom() throws Exception {
    Admin admin = edit("panes");
    Page page = admin.page();
    Locator source = page.locator("#source");
    source.fill(COOK.formatted("panes", "Lo mío"));
    admin.open("queue");
    String theirs = COOK.formatted("panes", "Lo de otro");
    Files.writeString(FOLDER.resolve("panes.md"), theirs);
    admin.go("agents/edit/panes");
    assertThat(source).hasValue(Pattern.compile("Lo mío"));
    assertThat(page.locator("#editor")).containsText("El archivo ha cambiado");
    admin.button("Guardar").click();
    assertThat(page.locator("#notice")).containsText("ábralo de nuevo");
    assertThat(FOLDER.resolve("panes.md")).hasContent(theirs);
    admin.button("Deshacer los cambios").click();
    assertThat(source).hasValue(theirs);
    String both = COOK.formatted("panes", "Lo de los dos");
    source.fill(both);
    admin.button("Guardar").click();
    assertThat(page.locator("#announcements")).containsText("panes está guardado");
    assertThat(FOLDER.resolve("panes.md")).hasContent(both);
  }

  @Test
  void keepsATryOutWhileTheFileIsWritten() throws Exception {
    Admin admin = edit("sopas");
    Page page = admin.page();
    page.locator("#try-message").fill("hola");
    page.locator("#try-message").press("Enter");
    assertThat(page.locator("#try .answered")).containsText("Buenas");
    assertThat(page.locator("#try .answered small")).containsText("con palabras propias");
    page.locator("#source").fill("---\nname: sopas\ncolour: red\n---\nHola.\n");
    assertThat(page.locator("#verdict")).containsText("Línea 3:");
    assertThat(page.locator("#try")).containsText("Se puede probar cuando el archivo está bien.");
    assertThat(page.locator("#try button[type=submit]")).isDisabled();
    assertThat(page.locator("#try .answered")).containsText("Buenas");
    page.locator("#source").fill(COOK.formatted("sopas", "Muy buenas"));
    assertThat(page.locator("#try button[type=submit]")).isEnabled();
    page.locator("#try-message").fill("hola");
    page.locator("#try-message").press("Enter");
    assertThat(page.locator("#try .answered")).hasCount(2);
    assertThat(page.locator("#try .answered").last()).containsText("Muy buenas");
  }

  @Test
  void makesNoAgentWithTheNameOfAnother() throws Exception {
    Admin admin = edit("guisos");
    Page page = admin.page();
    page.locator("#source").fill(COOK.formatted("guisos", "Sin guardar"));
    admin.open("agents");
    for (String taken : new String[] {"guisos", "techbot"}) {
      admin.button("Agente nuevo").click();
      page.locator("dialog input[name=name]").fill(taken);
      admin.submit().click();
      assertThat(page.locator("dialog")).containsText("Ya hay un agente " + taken);
      page.keyboard().press("Escape");
    }
    admin.go("agents/edit/guisos");
    assertThat(page.locator("#source")).hasValue(Pattern.compile("Sin guardar"));
  }
}

package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operator's page in a real browser: agents and their files; and how all of it looks. */
class AdminAgentsIT {

  private static final Chromium CHROMIUM =
      new Chromium("DEFAULT_AGENT=eco", "admin.recheck=0s", "admin.sample-interval=500ms");

  /** {@code -Dscreenshots=docs} writes the pictures of the documentation. */
  private static final String SCREENSHOTS = System.getProperty("screenshots", "");

  private static final Path FOLDER = CHROMIUM.service.data.resolve("agents");

  @AfterAll
  static void close() {
    CHROMIUM.close();
  }

  @AfterEach
  void nothingWasRefusedByThePolicy() {
    assertThat(CHROMIUM.complaints()).isEmpty();
  }

  @Test
  void triesAnAgentAndKeepsNothing() {
    Admin admin = Admin.visit(CHROMIUM).open("agents");
    Page page = admin.page();
    page.locator("[data-key=ecobot]").getByText("Probar").click();
    Locator field = page.locator("#try-message");
    field.fill("¿Qué es la inflación?");
    field.press("Enter");
    Locator answer = page.locator("#try .answered").last();
    assertThat(answer).containsText("precios");
    assertThat(answer.locator("small")).containsText("de lo que sabe");
    assertThat(field).isFocused();
    field.fill("gráfico de oferta y demanda");
    field.press("Enter");
    assertThat(answer.locator("img")).hasJSProperty("complete", true);
    assertThat(answer.locator("img")).not().hasJSProperty("naturalWidth", 0);
    assertThat(CHROMIUM.service.get("/admin/conversations").text("/data/conversations/0/id"))
        .isEmpty();
    admin.button("Empezar de nuevo").click();
    assertThat(page.locator("#try .asked")).hasCount(0);
  }

  @Test
  void makesAnAgentCheckedWhileItIsWrittenTriedBeforeItIsSavedAndTakenAway() throws Exception {
    Admin admin = Admin.visit(CHROMIUM).open("agents");
    Page page = admin.page();
    admin.button("Agente nuevo").click();
    page.locator("dialog input[name=name]").fill("recetas");
    admin.submit().click();
    Locator source = page.locator("#source");
    Locator verdict = page.locator("#verdict");
    assertThat(source).hasValue(Pattern.compile("name: recetas"));
    assertThat(verdict).containsText("El archivo está bien.");
    source.fill("---\nname: recetas\ntemperature: mucho\n---\nEres un cocinero.\n");
    assertThat(verdict).containsText("Línea 3: temperature");
    assertThat(admin.button("Guardar")).isDisabled();
    assertThat(page.locator(".numbers .wrong")).hasText("3");
    page.locator("#verdict button").click();
    assertThat(source).isFocused();
    page.keyboard().type("words: {greeting: ¡A cocinar!}");
    assertThat(verdict).containsText("El archivo está bien.");
    page.locator("#try-message").fill("hola");
    page.locator("#try-message").press("Enter");
    assertThat(page.locator("#try .answered")).containsText("¡A cocinar!");
    assertThat(FOLDER.resolve("recetas.md").toFile()).doesNotExist();
    // What is written and not saved is there again.
    admin.open("queue").go("agents/edit/recetas");
    assertThat(source).hasValue(Pattern.compile("¡A cocinar!"));
    admin.button("Guardar").click();
    assertThat(page.locator("#announcements")).containsText("recetas está guardado");
    assertThat(Files.readString(FOLDER.resolve("recetas.md"))).contains("¡A cocinar!");
    admin.open("agents");
    assertThat(page.locator("[data-key=recetas]")).containsText("recetas.md");
    page.locator("[data-key=recetas]").getByText("Cambiar").click();
    admin.button("Borrar el archivo").click();
    admin.submit().click();
    assertThat(page.locator("#agents-persona")).isVisible();
    assertThat(page.locator("[data-key=recetas]")).hasCount(0);
    assertThat(FOLDER.resolve("recetas.md").toFile()).doesNotExist();
  }

  @Test
  void changesAShippedAgentByACopyAndSaysWhatIsWrongWithFiles() throws Exception {
    Admin admin = Admin.visit(CHROMIUM).open("agents");
    Page page = admin.page();
    page.locator("[data-key=techbot]").getByText("Copiar y cambiar").click();
    assertThat(page.locator("#editor")).containsText("Viene con el servicio.");
    Locator source = page.locator("#source");
    source.fill(source.inputValue().replace("title: TechBot", "title: Soporte"));
    admin.button("Guardar como copia propia").click();
    assertThat(page.locator("#editor")).containsText("Es techbot.md.");
    admin.open("agents");
    assertThat(page.locator("[data-key=techbot]")).containsText("Soporte");
    assertThat(page.locator("[data-key=techbot]"))
        .containsText("techbot.md, en lugar del que trae el servicio");
    Files.writeString(FOLDER.resolve("rota.md"), "---\nname: rota\ncolour: red\n---\nHola.\n");
    CHROMIUM.service.clock.advance(Duration.ofMinutes(1));
    Locator broken = page.locator("#broken .case");
    assertThat(broken).containsText("rota.md, línea 3");
    broken.getByText("Cambiar").click();
    assertThat(page.locator("#verdict")).containsText("Línea 3:");
    Files.delete(FOLDER.resolve("rota.md"));
    page.locator("#side a[data-id=agents]").click();
    page.locator("[data-key=techbot]").getByText("Cambiar").click();
    admin.button("Borrar el archivo").click();
    assertThat(page.locator("dialog")).containsText("¿Volver a techbot como viene");
    admin.submit().click();
    assertThat(page.locator("[data-key=techbot]")).containsText("TechBot");
  }

  /** All views, with something to see in each. */
  private static final List<String> VIEWS =
      List.of(
          "now",
          "todo",
          "talks",
          "sessions",
          "users",
          "keys",
          "agents",
          "agents/edit/techbot",
          "agents/try/ecobot",
          "queue",
          "usage");

  /** All that axe can say. */
  private static final List<String> IMPACTS = List.of("minor", "moderate", "serious", "critical");

  private static void fill() {
    for (String agent : List.of("ecobot", "eco", "eco", "techbot", "royal", "ecobot", "ecobot")) {
      CHROMIUM.service.post(
          "/chat",
          "{\"session_id\":\"%s\",\"agent_id\":\"%s\",\"message\":\"¿Qué es la inflación?\"}"
              .formatted(agent, agent));
    }
    CHROMIUM.service.login("user_2", "5678", "User-Agent", "Mozilla/5.0 (X11; Linux x86_64)");
    String[] bearer = {"Authorization", "Bearer " + CHROMIUM.service.token("user_1", "1234", "x")};
    CHROMIUM.service.post("/keys", "{\"name\":\"editor\"}", bearer);
    AdminPageIT.waits(CHROMIUM, "joyeria/5491133334444", "Ana Pérez", Duration.ofMinutes(25));
    AdminPageIT.deadLetter(CHROMIUM, "joyeria/5491122334455", "Hola, ¿en qué te ayudo?");
  }

  private static void empty() {
    CHROMIUM.service.call(
        "DELETE", "/admin/handovers?channel=whatsapp&conversation=joyeria/5491133334444", "");
  }

  /** Those of the documentation; {@code -Dscreenshots.all=true} writes every one. */
  private static final Set<String> PICTURES =
      Set.of("admin-now", "admin-todo", "admin-edit", "admin-dark-now", "admin-phone-now");

  private static void screenshot(Page page, String name) {
    if (!SCREENSHOTS.isEmpty()
        && (PICTURES.contains(name) || Boolean.getBoolean("screenshots.all"))) {
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(SCREENSHOTS, name + ".png")));
    }
  }

  private static void look(String name, Consumer<Browser.NewContextOptions> wishes)
      throws Exception {
    Admin admin = Admin.visit(CHROMIUM, wishes);
    Page page = admin.page();
    for (String view : VIEWS) {
      admin.go(view);
      assertThat(page.locator("#view")).hasAttribute("data-view", view.replaceFirst("/.*", ""));
      assertThat(page.locator("#view .panel").first()).isVisible();
      if (view.equals("agents/edit/techbot")) {
        assertThat(page.locator("#verdict")).containsText("El archivo está bien.");
      }
      assertThat(WebChatForEverybodyIT.barriers(page, IMPACTS)).as("%s %s", name, view).isEmpty();
      assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .as("%s %s", name, view)
          .isEqualTo(true);
      screenshot(page, name + '-' + view.replaceAll(".*/(\\w+)/.*", "$1"));
    }
  }

  @Test
  void hasNoSeriousBarrierInLightDarkAndOnAPhone() throws Exception {
    fill();
    try {
      look("admin", options -> options.setViewportSize(1200, 800));
      look("admin-dark", options -> options.setColorScheme(ColorScheme.DARK));
      look("admin-phone", options -> options.setViewportSize(320, 640).setHasTouch(true));
    } finally {
      empty();
    }
  }

  @Test
  void canBeUsedAtFourTimesTheSize() {
    // What a window of 1280 by 1024 leaves at 400 %.
    Admin admin = Admin.visit(CHROMIUM, options -> options.setViewportSize(320, 256));
    Page page = admin.page();
    admin.button("Vistas").click();
    page.locator("#side a[data-id=users]").click();
    assertThat(page.locator("#side")).isHidden();
    admin.choose("Opciones de user_2", "reset");
    assertThat(page.locator("#handed-out")).isInViewport();
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
  }

  @Test
  void isUsedByKeyboardAlone() {
    Admin admin = Admin.visit(CHROMIUM);
    Page page = admin.page();
    Locator first = page.locator("a, button, input").first();
    assertThat(first).hasText("Ir al contenido");
    first.focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#view")).isFocused();
    page.locator("#side a[data-id=users]").focus();
    page.keyboard().press("Enter");
    Locator menu = admin.button("Opciones de user_1");
    menu.focus();
    page.keyboard().press("Enter");
    assertThat(page.locator(":popover-open [data-id=reset]")).isFocused();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");
    assertThat(page.locator("dialog.ask")).containsText("¿Dar a user_1 el rol");
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(page.locator("h1")).hasText("Usuarios");
    page.goBack();
    assertThat(page.locator("h1")).hasText("Resumen");
  }

  @Test
  void speaksSpanishAndEnglishAndWearsTheReadersColours() {
    Admin admin = Admin.visit(CHROMIUM, options -> options.setLocale("en-GB"));
    Page page = admin.page();
    assertThat(page.locator("h1")).hasText("Overview");
    assertThat(page).hasTitle("Overview · Session Manager");
    new Chat(page).choose("#account", "settings");
    page.locator("#language").selectOption("es");
    assertThat(page.locator("h1")).hasText("Resumen");
    page.getByLabel("Oscuro").check();
    page.keyboard().press("Escape");
    assertThat(page.locator("body")).hasCSS("background-color", "rgb(23, 25, 30)");
    assertThat(page.locator("#works")).containsText("funciona");
  }
}

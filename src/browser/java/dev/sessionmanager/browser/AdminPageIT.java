package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.Operator;
import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.session.Sessions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's page in a real browser. */
class AdminPageIT {

  private static final Chromium CHROMIUM =
      new Chromium("DEFAULT_AGENT=eco", "admin.sample-interval=500ms", "admin.recheck=0s");

  /** {@code -Dscreenshots=docs} writes the picture of the documentation. */
  private static final String SCREENSHOTS = System.getProperty("screenshots", "");

  private static int users;

  @AfterAll
  static void close() {
    CHROMIUM.close();
  }

  @BeforeEach
  void repeat() {
    CHROMIUM.agent.repeats();
  }

  @AfterEach
  void nothingWasRefusedByThePolicy() {
    assertThat(CHROMIUM.complaints()).isEmpty();
  }

  private static Page visit(Consumer<Browser.NewContextOptions> wishes) {
    Page page = CHROMIUM.page(wishes);
    page.navigate("/app/admin.html#" + Operator.token(CHROMIUM.service.data));
    return page;
  }

  private static Page visit() {
    Page page = visit(options -> {});
    assertThat(page).hasURL(Pattern.compile("/app/admin.html$"));
    assertThat(page.locator("#who")).hasText("operador, desde esta máquina");
    assertThat(page.locator("#connection")).hasText("Conectado");
    return page;
  }

  private static Answer say(String conversation, String text) {
    return CHROMIUM.service.post(
        "/chat", "{\"session_id\":\"%s\",\"message\":\"%s\"}".formatted(conversation, text));
  }

  private static String newUser(String role) {
    String name = "person" + users++;
    CHROMIUM.service.post(
        "/admin/users",
        "{\"username\":\"%s\",\"password\":\"long enough\",\"role\":\"%s\"}".formatted(name, role));
    return name;
  }

  private static Locator row(Page page, String table, String text) {
    return page.locator("#" + table + " tbody tr")
        .filter(new Locator.FilterOptions().setHasText(text));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator submit(Page page) {
    return page.locator("dialog.ask button:not([type])");
  }

  @Test
  void showsTheSessionsOfAllChannelsAndEndsOne() {
    Answer login = CHROMIUM.service.login("user_1", "1234", "User-Agent", "a phone");
    String id = login.text("/data/session/id").substring(0, 8);
    CHROMIUM.service.bean(Sessions.class).arrive("tcp", "port 4711", "127.0.0.1", null);
    Page page = visit();
    assertThat(row(page, "sessions", "port 4711")).containsText("tcp");
    assertThat(page.locator("#channels")).containsText("tcp 1");
    assertThat(row(page, "sessions", id)).containsText("user_1");
    button(page, "Cerrar la sesión " + id).click();
    assertThat(page.locator("dialog.ask")).containsText("¿Cerrar la sesión " + id);
    submit(page).click();
    assertThat(row(page, "sessions", id)).hasCount(0);
    assertThat(page.locator("#announcements")).hasText("Sesión " + id + " cerrada.");
    String token = login.text("/data/session/token");
    assertThat(CHROMIUM.service.get("/sessions", Service.outside(token)).status()).isEqualTo(401);
    // One that has come meanwhile appears by itself.
    CHROMIUM.service.bean(Sessions.class).arrive("websocket", "late", "127.0.0.1", null);
    assertThat(row(page, "sessions", "late")).containsText("websocket");
  }

  @Test
  void createsChangesAndDisablesUsers() {
    newUser("ADMIN"); // the last one could not be disabled
    Page page = visit();
    String name = "persona" + users++;
    button(page, "Usuario nuevo").click();
    page.locator("dialog input[name=username]").fill(name);
    page.locator("dialog input[name=password]").fill("short");
    submit(page).click();
    assertThat(page.locator("dialog .problem")).containsText("al menos 8 caracteres");
    page.locator("dialog input[name=password]").fill("long enough");
    submit(page).click();
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(row(page, "users", name)).containsText("activo");
    assertThat(CHROMIUM.service.login(name, "long enough").status()).isEqualTo(200);

    button(page, "Contraseña nueva: " + name).click();
    page.locator("dialog input[name=password]").fill("another one");
    submit(page).click();
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(CHROMIUM.service.login(name, "another one").status()).isEqualTo(200);

    button(page, "Cambiar rol: " + name).click();
    submit(page).click();
    assertThat(row(page, "users", name)).containsText("administrador");
    button(page, "Desactivar: " + name).click();
    submit(page).click();
    assertThat(row(page, "users", name)).containsText("desactivado");
    assertThat(CHROMIUM.service.login(name, "another one").status()).isEqualTo(401);
    button(page, "Activar: " + name).click();
    assertThat(row(page, "users", name)).containsText("activo");
    assertThat(button(page, "Desactivar: " + name)).isVisible();
  }

  @Test
  void showsFiguresChartsAgentsAndProblems() throws Exception {
    Page page = visit();
    assertThat(page.locator("#agents tr[data-key=eco]")).containsText("sí");
    assertThat(page.locator("#models")).hasText("No hay ningún modelo conectado.");
    Hanging hanging = CHROMIUM.agent.hangsAfter("uno");
    Thread asking = Thread.startVirtualThread(() -> say("running", "hola"));
    hanging.awaitBegun();
    assertThat(page.locator("#figure-running")).hasText("1 de 50");
    hanging.release();
    asking.join();
    assertThat(page.locator("#figure-running")).hasText("0 de 50");
    CHROMIUM.agent.does((prompt, chunk) -> {
      throw new Problem(Problem.Kind.MODEL_FAILED);
    });
    Answer failed = say("failing", "hola");
    assertThat(row(page, "problems", failed.header("X-Trace-Id"))).containsText("model_failed");
    assertThat(page.locator("#figure-errors")).hasText(Pattern.compile("[\\d,]+ %"));
    Locator charts = page.locator("#charts figure");
    assertThat(charts).hasCount(3);
    assertThat(charts.first().locator("svg[role=img]"))
        .hasAttribute("aria-label", Pattern.compile("Mensajes.*respondidos \\d+, rechazados"));
    // What was answered is a line that leaves the ground.
    assertThat(charts.first().locator(".plot path.line-0"))
        .hasAttribute("d", Pattern.compile("^M[\\d.]+ [\\d.]+L.* (?!100\\.0)[\\d.]+"));
  }

  @Test
  void asksForAnAdministratorWhoHasNoLink() {
    String admin = newUser("ADMIN");
    String user = newUser("USER");
    Page page = CHROMIUM.page(options -> {});
    page.navigate("/app/admin.html");
    assertThat(page.locator("#login")).containsText("bin/session-manager admin");
    assertThat(page.locator("#anonymous")).isHidden();
    Chat dialog = new Chat(page);
    dialog.logIn(user, "long enough");
    assertThat(page.locator("#notice .problem")).containsText("Su usuario no puede hacer esto.");
    assertThat(page.locator("#figures dd")).hasCount(0);
    page.locator("#notice button").click();
    dialog.logIn(admin, "long enough");
    assertThat(page.locator("#who")).hasText(admin);
    assertThat(row(page, "sessions", admin).first()).isVisible();
    assertThat(page.locator("#notice .problem")).hasCount(0);
  }

  @Test
  void takesTheLinkOfALaterStart() {
    Page page = CHROMIUM.page(options -> {});
    page.navigate("/app/admin.html#operator-of-an-earlier-start");
    assertThat(page.locator("#login")).containsText("La sesión terminó");
    page.navigate("/app/admin.html#" + Operator.token(CHROMIUM.service.data));
    assertThat(page.locator("#login")).hasCount(0);
    assertThat(page.locator("#connection")).hasText("Conectado");
    button(page, "Salir").click();
    assertThat(page.locator("#login")).isVisible();
  }

  @Test
  void keepsTheReadersPlaceWhileFiguresComeAndSaysWhenTheyDoNot() {
    String user = newUser("USER");
    CHROMIUM.service.login(user, "long enough");
    Page page = visit();
    Locator reset = button(page, "Contraseña nueva: " + user);
    reset.focus();
    String uptime = page.locator("#figure-uptime").textContent();
    CHROMIUM.service.clock.advance(java.time.Duration.ofSeconds(90));
    assertThat(page.locator("#figure-uptime")).not().hasText(uptime);
    assertThat(reset).isFocused();
    page.context().setOffline(true);
    assertThat(page.locator("#connection")).hasText("Sin conexión; se sigue intentando");
    assertThat(page.locator("#notice")).containsText("No hay conexión");
    page.context().setOffline(false);
    assertThat(page.locator("#connection")).hasText("Conectado");
    assertThat(page.locator("#notice")).isEmpty();
    page.keyboard().press("Enter");
    assertThat(page.locator("dialog input[name=password]")).isFocused();
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog")).hasCount(0);
    assertThat(reset).isFocused();
  }

  @Test
  void hasNoSeriousBarrierInLightAndDarkAndFitsAPhone() throws Exception {
    CHROMIUM.service.login("user_2", "5678", "User-Agent", "Mozilla/5.0 (X11; Linux x86_64)");
    for (int i = 0; i < 30; i++) {
      say("talk " + i, "hola");
    }
    CHROMIUM.agent.does((prompt, chunk) -> {
      throw new Problem(Problem.Kind.MODEL_TIMED_OUT);
    });
    say("b", "hola");
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = visit(options -> options.setColorScheme(scheme));
      assertThat(page.locator("#agents tr[data-key=eco]")).containsText("sí");
      assertThat(page.locator("#problems tbody tr").first()).isVisible();
      assertThat(WebChatForEverybodyIT.barriers(page)).isEmpty();
      if (scheme == ColorScheme.LIGHT && !SCREENSHOTS.isEmpty()) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(SCREENSHOTS, "admin.png")));
      }
      button(page, "Usuario nuevo").click();
      assertThat(WebChatForEverybodyIT.barriers(page)).isEmpty();
    }
    Page phone = visit(options -> options.setViewportSize(360, 740).setHasTouch(true));
    assertThat(phone.locator("#agents tr[data-key=eco]")).containsText("sí");
    assertThat(phone.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
    assertThat(WebChatForEverybodyIT.barriers(phone)).isEmpty();
  }

  @Test
  void speaksSpanishAndEnglish() {
    Page page = visit(options -> options.setLocale("en-GB"));
    assertThat(page.locator("#sessions-title")).hasText("Sessions");
    assertThat(page.locator("#agents th").first()).hasText("Name");
    button(page, "Change the language to Spanish").click();
    assertThat(page.locator("#sessions-title")).hasText("Sesiones");
    assertThat(page.locator("#agents th").first()).hasText("Nombre");
    assertThat(page.locator("#connection")).hasText("Conectado");
  }
}

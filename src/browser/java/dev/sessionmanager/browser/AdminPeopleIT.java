package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.sessionmanager.Operator;
import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.session.Sessions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operator's page in a real browser: who is here, who may be, and who may see it. */
class AdminPeopleIT {

  private static final Chromium CHROMIUM = new Chromium("DEFAULT_AGENT=eco", "admin.recheck=0s");

  private static int users;

  @AfterAll
  static void close() {
    CHROMIUM.close();
  }

  @AfterEach
  void nothingWasRefusedByThePolicy() {
    assertThat(CHROMIUM.complaints()).isEmpty();
  }

  private static String newUser(String role) {
    String name = "person" + users++;
    CHROMIUM.service.post(
        "/admin/users",
        "{\"username\":\"%s\",\"password\":\"long enough\",\"role\":\"%s\"}".formatted(name, role));
    return name;
  }

  @Test
  void filtersAndPagesTheSessionsAndEndsOne() {
    Sessions sessions = CHROMIUM.service.bean(Sessions.class);
    for (int i = 0; i < 30; i++) {
      sessions.arrive("tcp", "port " + (5000 + i), "127.0.0.1", null);
    }
    Answer login = CHROMIUM.service.login("user_1", "1234", "User-Agent", "a phone");
    String id = login.text("/data/session/id").substring(0, 8);
    Admin admin = Admin.visit(CHROMIUM).open("sessions");
    Page page = admin.page();
    page.locator("#sessions-list-channel").selectOption("tcp");
    assertThat(page.locator("#sessions-list tbody tr")).hasCount(25);
    assertThat(page.locator(".pages")).containsText("1 a 25 de 30");
    admin.button("Siguiente").click();
    assertThat(page.locator("#sessions-list tbody tr")).hasCount(5);
    assertThat(page.locator(".pages")).containsText("26 a 30 de 30");
    assertThat(admin.button("Siguiente")).isDisabled();
    admin.button("Anterior").click();
    assertThat(page.locator("#sessions-list tbody tr")).hasCount(25);
    page.locator("#sessions-list-words").fill("port 5007");
    assertThat(page.locator("#sessions-list tbody tr")).hasCount(1);
    page.locator("#sessions-list-words").fill("nobody at all");
    assertThat(page.locator("#sessions")).containsText("Nada coincide.");
    page.locator("#sessions-list-channel").selectOption("");
    page.locator("#sessions-list-words").fill(id);
    assertThat(admin.row("sessions-list", "a phone")).containsText("user_1");
    admin.button("Cerrar la sesión " + id).click();
    assertThat(page.locator("dialog.ask")).containsText("¿Cerrar esta sesión (user_1, rest)?");
    admin.submit().click();
    assertThat(page.locator("#announcements")).hasText("Sesión " + id + " cerrada.");
    assertThat(admin.row("sessions-list", "a phone")).hasCount(0);
    String token = login.text("/data/session/token");
    assertThat(CHROMIUM.service.get("/sessions", Service.outside(token)).status()).isEqualTo(401);
  }

  @Test
  void makesAUserByALinkThatIsGoodOnceResetsChangesAndDisables() {
    newUser("ADMIN"); // the last one could not be disabled
    String name = "persona" + users++;
    Admin admin = Admin.visit(CHROMIUM).open("users");
    Page page = admin.page();
    admin.button("Usuario nuevo").click();
    page.locator("dialog input[name=username]").fill("no es un nombre");
    admin.submit().click();
    assertThat(page.locator("dialog .problem")).containsText("letras, cifras");
    page.locator("dialog input[name=username]").fill(name);
    admin.submit().click();
    Locator link = page.locator("#handed-out");
    assertThat(link).hasValue(Pattern.compile("/app/#welcome=[\\w-]{20,}"));
    choosePassword(link.inputValue(), "caballo grapa", name);
    page.keyboard().press("Escape");
    page.locator("#users-list-words").fill(name);
    assertThat(page.locator("#users-list tbody tr")).hasCount(1);
    assertThat(admin.row("users-list", name)).containsText("activo");

    admin.choose("Opciones de " + name, "reset");
    assertThat(link).hasValue(Pattern.compile("/app/#welcome=[\\w-]{20,}"));
    String again = link.inputValue();
    choosePassword(again, "otra batería", name);
    Page late = CHROMIUM.page(options -> {});
    late.navigate(again);
    assertThat(late.locator("dialog")).containsText("ya se usó");
    page.keyboard().press("Escape");

    admin.choose("Opciones de " + name, "role");
    admin.submit().click();
    assertThat(admin.row("users-list", name)).containsText("administrador");
    admin.choose("Opciones de " + name, "disable");
    admin.submit().click();
    assertThat(admin.row("users-list", name)).containsText("desactivado");
    assertThat(CHROMIUM.service.login(name, "otra batería").status()).isEqualTo(401);
    admin.choose("Opciones de " + name, "enable");
    assertThat(admin.row("users-list", name)).containsText("activo");
    assertThat(CHROMIUM.service.login(name, "otra batería").status()).isEqualTo(200);
  }

  private static void choosePassword(String link, String password, String name) {
    Page page = CHROMIUM.page(options -> {});
    page.navigate(link);
    page.locator("dialog input[name=password]").fill(password);
    page.locator("dialog button.main").click();
    assertThat(page.locator("#who")).hasText(name);
    assertThat(CHROMIUM.service.login(name, password).status()).isEqualTo(200);
    page.context().close();
  }

  @Test
  void showsEverybodysKeysChangesWhatTheyMayAskAndRevokesThem() {
    String user = newUser("USER");
    String[] bearer = {
      "Authorization", "Bearer " + CHROMIUM.service.token(user, "long enough", "x")
    };
    CHROMIUM.service.post("/keys", "{\"name\":\"editor\"}", bearer);
    Admin admin = Admin.visit(CHROMIUM).open("keys");
    Page page = admin.page();
    page.locator("#keys-list-words").fill(user);
    assertThat(admin.row("keys-list", "editor")).containsText("todos los agentes");
    admin.button("Agentes de la clave editor de " + user).click();
    page.locator("dialog input[name=agents]").fill("ecobot, royal");
    admin.submit().click();
    assertThat(admin.row("keys-list", "editor")).containsText("ecobot, royal");
    admin.open("users");
    page.locator("#users-list-words").fill(user);
    admin.choose("Opciones de " + user, "keys");
    assertThat(page.locator("#keys-title")).hasText("Claves de " + user);
    admin.button("Revocar la clave editor de " + user).click();
    admin.submit().click();
    assertThat(page.locator("#keys")).containsText("No hay claves.");
  }

  @Test
  void asksForAnAdministratorWhoHasNoLink() {
    String admin = newUser("ADMIN");
    String user = newUser("USER");
    Page page = CHROMIUM.page(options -> {});
    page.navigate("/app/admin.html");
    assertThat(page.locator("#login")).containsText("bin/session-manager admin");
    Chat dialog = new Chat(page);
    dialog.logIn(user, "long enough");
    assertThat(page.locator("#refused")).containsText("de quien administra el servicio");
    assertThat(page.locator(".tile")).hasCount(0);
    page.locator("#refused button").click();
    dialog.logIn(admin, "long enough");
    assertThat(page.locator("#who")).hasText(admin);
    assertThat(page.locator("#tile-here")).isVisible();
    assertThat(page.locator("#refused")).hasCount(0);
  }

  @Test
  void takesTheLinkOfALaterStart() {
    Page page = CHROMIUM.page(options -> {});
    page.navigate("/app/admin.html#operator-of-an-earlier-start");
    assertThat(page.locator("#login")).containsText("La sesión terminó");
    page.navigate("/app/admin.html#" + Operator.token(CHROMIUM.service.data));
    assertThat(page.locator("#login")).hasCount(0);
    assertThat(page.locator("#who")).hasText("operador, desde esta máquina");
    assertThat(page.locator("#tile-here")).isVisible();
    new Chat(page).choose("#account", "logout");
    assertThat(page.locator("#login")).isVisible();
  }
}

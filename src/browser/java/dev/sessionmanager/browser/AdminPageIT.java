package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.session.Seals;
import dev.sessionmanager.session.Sessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The operator's page in a real browser: figures, what needs a human, the queue, usage. */
class AdminPageIT {

  private static HttpServer provider;
  private static Chromium chromium;

  /** What the provider of WhatsApp answers to whatever it is asked. */
  private static volatile int status = 401;

  private static int conversations;

  @BeforeAll
  static void open() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"key\":{\"id\":\"3EB0\"}}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();
    chromium =
        new Chromium(
            "DEFAULT_AGENT=eco",
            "admin.sample-interval=500ms",
            "admin.recheck=0s",
            "EVOLUTION_API_URL=http://127.0.0.1:" + provider.getAddress().getPort(),
            "EVOLUTION_API_TOKEN=key",
            "INSTANCE_NAME=joyeria");
  }

  @AfterAll
  static void close() {
    chromium.close();
    provider.stop(0);
  }

  @BeforeEach
  void repeat() {
    chromium.agent.repeats();
  }

  @AfterEach
  void nothingWasRefusedByThePolicy() {
    assertThat(chromium.complaints()).isEmpty();
  }

  private static Answer say(String text) {
    return chromium.service.post(
        "/chat",
        "{\"session_id\":\"talk %d\",\"message\":\"%s\"}".formatted(conversations++, text));
  }

  /** A customer who has waited for a person for so long. */
  static void waits(Chromium chromium, String conversation, String person, Duration since) {
    chromium
        .service
        .bean(JdbcClient.class)
        .sql(
            """
            insert into handover_requests
              (channel, conversation, person, agent, reason, said, summary, trace_id, asked_at)
            values ('whatsapp', ?, ?, 'royal', 'asked', 'quiero hablar con una persona', ?, '', ?)\
            """)
        .params(
            conversation,
            person,
            "Quiere cambiar un anillo de talle y no tiene la factura.",
            chromium.service.clock.instant().minus(since).toEpochMilli())
        .update();
  }

  /** A reply that was given up. */
  static void deadLetter(Chromium chromium, String conversation, String text) {
    Answer said =
        chromium.service.post(
            "/chat", "{\"session_id\":\"%s\",\"message\":\"hola\"}".formatted(conversation));
    long turn = Seals.number(said.text("/turn_id")).orElseThrow();
    chromium
        .service
        .bean(JdbcClient.class)
        .sql(
            """
            insert into deliveries (id, turn_id, part, channel, conversation, kind, text, state,
              attempts, next_try, created_at, ended_at, problem)
            values (?, ?, 0, 'whatsapp', ?, 'TEXT', ?, 'DEAD', 150, 0, ?, ?, '503 Service Unavailable')\
            """)
        .params(
            turn,
            turn,
            conversation,
            text,
            chromium.service.clock.millis() - 43_200_000,
            chromium.service.clock.millis())
        .update();
  }

  @Test
  void showsTodayAtAGlanceAndSumsThatAgree() throws Exception {
    say("hola");
    chromium.agent.does((prompt, chunk) -> {
      throw new Problem(Problem.Kind.MODEL_FAILED);
    });
    Answer failed = say("falla");
    chromium.agent.repeats();
    Admin admin = Admin.visit(chromium);
    Page page = admin.page();
    assertThat(page.locator("#tile-messages .value")).hasText(Pattern.compile("\\d+"));
    String messages = page.locator("#tile-messages .value").textContent();
    String errors = page.locator("#tile-errors .value").textContent();
    assertThat(page.locator("#day-chart svg[role=img]"))
        .hasAttribute(
            "aria-label", Pattern.compile("Mensajes por hora: " + messages + " mensajes"));
    assertThat(page.locator("#day-chart rect.bar-bad").first()).isVisible();
    assertThat(admin.row("problems", failed.header("X-Trace-Id"))).containsText("model_failed");
    assertThat(page.locator("#works [data-key=eco]")).containsText("funciona");
    page.locator("#tile-messages").click();
    assertThat(page.locator("#view")).hasAttribute("data-view", "usage");
    assertThat(page.locator("#usage-messages .value")).hasText(messages);
    assertThat(page.locator("#usage-failed .value")).hasText(errors);
    assertThat(sum(page, "agents-use", 2)).isEqualTo(Integer.parseInt(messages));
    assertThat(sum(page, "users-use", 2)).isEqualTo(Integer.parseInt(messages));
    assertThat(sum(page, "agents-use", 4)).isEqualTo(Integer.parseInt(errors));
    page.getByLabel("30 días").check();
    assertThat(page.locator("#usage-chart")).containsText("Mensajes por día");
    assertThat(page.locator("#usage-messages .value")).hasText(messages);
  }

  /** What a column of a table adds up to. */
  private static int sum(Page page, String table, int column) {
    Locator cells = page.locator("#%s tbody td:nth-child(%d)".formatted(table, column));
    assertThat(cells.first()).isVisible();
    return cells.allTextContents().stream()
        .mapToInt(text -> Integer.parseInt(text.replaceFirst("\\D.*", "")))
        .sum();
  }

  @Test
  void showsWhoWaitsForAPersonAndGivesThemBack() {
    waits(chromium, "joyeria/1@s", "Ana Pérez", Duration.ofMinutes(95));
    Admin admin = Admin.visit(chromium);
    Page page = admin.page();
    assertThat(page.locator("#tile-waiting")).containsText("el primero, hace 1 hora");
    assertThat(page.locator("#side .badge")).isVisible();
    page.locator("#first a", new Page.LocatorOptions().setHasText("1 persona espera")).click();
    Locator ana =
        page.locator("#handovers .case", new Page.LocatorOptions().setHasText("Ana Pérez"));
    assertThat(ana).containsText("espera hace 1 hora");
    assertThat(ana).containsText("Quiere cambiar un anillo");
    admin.button("Devolver al bot la conversación con Ana Pérez").click();
    assertThat(ana).hasCount(0);
    assertThat(page.locator("#announcements")).containsText("Ana Pérez es otra vez del bot");
    assertThat(page.locator("#handovers")).containsText("Nadie espera a una persona.");
  }

  @Test
  void triesRepliesAgainThatDidNotArriveAndHasAStoppedChannelGoOn() {
    status = 401;
    deadLetter(chromium, "joyeria/2@s", "Tenemos tres anillos.");
    deadLetter(chromium, "joyeria/3@s", "Ya no importa.");
    Admin admin = Admin.visit(chromium).open("todo");
    Page page = admin.page();
    assertThat(page.locator("#dead-title")).hasText("Respuestas que no llegaron (2)");
    assertThat(admin.row("dead-list", "joyeria/2@s")).containsText("503 Service Unavailable");
    admin.button("Descartar la respuesta a joyeria/3@s").click();
    admin.submit().click();
    assertThat(page.locator("#dead-title")).hasText("Respuestas que no llegaron (1)");
    assertThat(admin.row("dead-list", "joyeria/3@s")).hasCount(0);
    admin.button("Reintentar la respuesta a joyeria/2@s").click();
    Locator stopped = page.locator("#stopped .case[data-key=whatsapp]");
    assertThat(stopped).containsText("whatsapp no envía nada");
    assertThat(stopped).containsText("Corregí lo que dice el motivo");
    status = 200;
    stopped.getByText("Enviar otra vez").click();
    assertThat(stopped).hasCount(0);
    assertThat(page.locator("#dead")).containsText("Todas las respuestas llegaron.");
  }

  @Test
  void showsTheFirstViewWhereTheAddressIsNone() {
    Page page = Admin.visit(chromium).page();
    page.navigate("/app/admin.html#%");
    page.reload();
    assertThat(page.locator("#view")).hasAttribute("data-view", "now");
    assertThat(page.locator("#connection")).hasAttribute("data-state", "connected");
  }

  @Test
  void showsTheQueueAndHowFastItGoes() throws Exception {
    Admin admin = Admin.visit(chromium).open("queue");
    Page page = admin.page();
    Hanging hanging = chromium.agent.hangsAfter("uno");
    Thread asking = Thread.startVirtualThread(() -> say("hola"));
    hanging.awaitBegun();
    assertThat(page.locator("#figure-running .value")).hasText("1");
    assertThat(page.locator("#figure-running")).containsText("como máximo 50");
    hanging.release();
    asking.join();
    assertThat(page.locator("#figure-running .value")).hasText("0");
    Locator charts = page.locator("#charts figure");
    assertThat(charts).hasCount(3);
    assertThat(charts.first().locator("svg[role=img]"))
        .hasAttribute("aria-label", Pattern.compile("Mensajes.*respondidos \\d+, rechazados"));
    // What was answered is a line that leaves the ground.
    assertThat(charts.first().locator(".plot path.line-0"))
        .hasAttribute("d", Pattern.compile("^M[\\d.]+ [\\d.]+L.* (?!100\\.0)[\\d.]+"));
    assertThat(admin.button("Vaciar")).isDisabled();
    assertThat(page.locator("#outgoing")).containsText("Respuestas por enviar");
  }

  @Test
  void readsWhatGuestsSaidFindsAndDeletesIt() {
    chromium.service.post("/chat", "{\"session_id\":\"largo\",\"message\":\"un zapato violeta\"}");
    Admin admin = Admin.visit(chromium).open("talks");
    Page page = admin.page();
    page.locator("#talks-channel").selectOption("chat");
    assertThat(admin.row("talks-list", "un zapato violeta")).containsText("eco");
    page.locator("#talks-words").fill("violeta");
    page.locator("#talks-words").press("Enter");
    admin.row("found", "un zapato violeta").locator("a").click();
    assertThat(page.locator("#talk .asked")).hasText("un zapato violeta");
    assertThat(page.locator("#talk .answered").first()).isVisible();
    admin.button("Eliminar").click();
    admin.submit().click();
    assertThat(page.locator("#announcements")).containsText("un zapato violeta");
    assertThat(page.locator("#talks-list")).isVisible();
    assertThat(admin.row("talks-list", "un zapato violeta")).hasCount(0);
    page.getByText("No quieren mensajes").click();
    assertThat(page.locator("#opt-outs")).containsText("Nadie ha pedido la baja.");
  }

  @Test
  void keepsTheReadersPlaceWhileFiguresComeAndSaysWhenTheyDoNot() {
    chromium.service.bean(Sessions.class).arrive("tcp", "port 4712", "127.0.0.1", null);
    Admin admin = Admin.visit(chromium).open("sessions");
    Page page = admin.page();
    Locator end = admin.row("sessions-list", "port 4712").getByRole(AriaRole.BUTTON);
    end.focus();
    chromium.service.bean(Sessions.class).arrive("websocket", "late", "127.0.0.1", null);
    assertThat(admin.row("sessions-list", "late")).containsText("websocket");
    assertThat(end).isFocused();
    page.context().setOffline(true);
    assertThat(page.locator("#connection")).hasText("Sin conexión");
    assertThat(page.locator("#notice")).containsText("No hay conexión con el servicio");
    page.context().setOffline(false);
    assertThat(page.locator("#connection")).hasText("Conectado");
    assertThat(page.locator("#notice")).isEmpty();
    assertThat(end).isFocused();
  }
}

package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.gateway.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The web chat in a real browser: what one does with it. */
class WebChatIT {

  private static final Chromium CHROMIUM = new Chromium();

  @AfterAll
  static void close() {
    CHROMIUM.close();
  }

  @BeforeEach
  void repeat() {
    CHROMIUM.agent.repeats();
  }

  @AfterEach
  void nothingWasRefusedOrBroke() {
    assertThat(CHROMIUM.complaints()).isEmpty();
  }

  @Test
  void leadsToTheChatWhereOneMayLogIn() {
    Chat chat = CHROMIUM.chat();
    assertThat(chat.page).hasURL(Pattern.compile("/app/$"));
    assertThat(chat.page.locator(".cards")).isVisible();
    assertThat(chat.page.locator("dialog")).hasCount(0);
    chat.page.locator("#login-switch").click();
    chat.logIn("user_1", "wrong");
    assertThat(chat.page.locator("#login .problem")).containsText("incorrect");
    chat.logIn("user_1", "1234");
    assertThat(chat.page.locator("#who")).hasText("user_1");
    assertThat(chat.page.locator("#login")).hasCount(0);
    chat.page.locator("#account").click();
    assertThat(chat.page.locator(":popover-open [data-id=settings]")).isVisible();
    assertThat(chat.page.locator("[data-id=operate]")).hasCount(0);
    chat.page.keyboard().press("Escape");
    chat.choose("#account", "logout");
    assertThat(chat.page.locator("#who")).hasText("sin cuenta");
  }

  @Test
  void saysWhoAnswersAndAsksWhatTheyOffer() {
    Chat chat = CHROMIUM.chat();
    Locator card =
        chat.page.locator(".card").filter(new Locator.FilterOptions().setHasText("EcoBot"));
    assertThat(card).containsText("Tutor de economía");
    assertThat(card.locator(".example")).hasCount(3);
    card.locator(".example").first().click();
    assertThat(chat.answer()).containsText("aumento general");
    assertThat(chat.answer().locator("h3")).containsText("EcoBot");
    chat.answer().locator(".origin summary").click();
    assertThat(chat.answer().locator(".origin li")).containsText("Inflación");
    chat.answer().locator(".see-also button").last().click();
    assertThat(chat.questions())
        .hasText(new String[] {"¿Qué es la inflación?", "Curva de Phillips"});
    assertThat(chat.answer()).containsText("desempleo");
  }

  @Test
  void takesAgentsAndOrdersAfterASlash() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.text().fill("/");
    assertThat(chat.page.getByRole(AriaRole.OPTION)).hasCount(9);
    chat.text().pressSequentially("psi");
    assertThat(chat.page.getByRole(AriaRole.OPTION)).hasCount(1);
    chat.text().press("Enter");
    assertThat(chat.page.locator("#agent")).containsText("PsicoIA");
    assertThat(chat.text()).hasValue("");
    chat.text().fill("/aju");
    chat.text().press("Enter");
    assertThat(chat.page.locator("#settings-dialog")).isVisible();
    chat.page.keyboard().press("Escape");
    chat.text().fill("/no es ninguna");
    chat.text().press("Enter");
    assertThat(chat.questions()).hasText(new String[] {"/no es ninguna"});
  }

  @Test
  void setsFormulasAndCodeOnceAnAnswerHasThem() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.talk("precio $ 18.500,00; por mayor $ 14.450,00");
    assertThat(chat.answer().locator(".text")).hasText("precio $ 18.500,00; por mayor $ 14.450,00");
    assertThat(chat.page.locator("script[src*=katex], script[src*=highlight]")).hasCount(0);
    chat.talk("Sea $x^2$ y\n\n$$\\frac{a}{b}$$\n\n```python\nprint('hola')\n```");
    assertThat(chat.answer().locator(".katex")).hasCount(2);
    assertThat(chat.answer().locator(".katex-display")).hasCount(1);
    assertThat(chat.answer().locator(".code-head")).containsText("python");
    assertThat(chat.answer().locator(".hljs-string")).hasText("'hola'");
    chat.answer().locator(".copy-code").click();
    assertThat(chat.page.evaluate("navigator.clipboard.readText()")).isEqualTo("print('hola')\n");
    chat.talk("<think>primero pienso</think>y **digo**");
    assertThat(chat.answer().locator(".thought")).not().hasAttribute("open", "");
    assertThat(chat.answer().locator(".text strong")).hasText("digo");
  }

  @Test
  void worksWithoutAnAccountOnTheMachineItself() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.talk("hola sin cuenta");
    assertThat(chat.answer()).containsText("hola sin cuenta");
    assertThat(chat.page.locator("#who")).hasText("sin cuenta");
    assertThat(chat.page.locator("#hint")).containsText("se ve solo en este navegador");
    chat.page.locator("#account").click();
    assertThat(chat.page.locator(":popover-open [data-id=settings]")).isVisible();
    assertThat(chat.page.locator("[data-id=operate]")).hasCount(0);
    chat.page.keyboard().press("Escape");
  }

  @Test
  void sendsWhenItIsReadyWhatWasSentBeforeAndNothingHalfWritten() {
    Deque<Route> agents = new ArrayDeque<>();
    Chat chat = new Chat(CHROMIUM.page(options -> {}));
    chat.page.route("**/agents", agents::add);
    chat.visit().send("hola");
    chat.text().fill("hola, quiero un");
    chat.page.waitForCondition(() -> !agents.isEmpty());
    agents.remove().resume();
    assertThat(chat.page.locator(".cards")).isVisible();
    assertThat(chat.text()).hasValue("hola, quiero un");
    chat.page.reload();
    chat.send("hola, quiero un anillo");
    chat.page.waitForCondition(() -> !agents.isEmpty());
    agents.remove().resume();
    assertThat(chat.questions()).hasText(new String[] {"hola, quiero un anillo"});
  }

  @Test
  void talksWithTheAgentThatWasPicked() {
    Chat chat = CHROMIUM.chat().enter();
    chat.choose("ecobot");
    assertThat(chat.page.locator("#greeting")).containsText("Bienvenido a EcoBot");
    chat.talk("¿Cuánto es 12 * 12?");
    chat.choose("eco");
    chat.talk("y ahora el otro");
    assertThat(chat.answer().locator("h3")).containsText("eco");
    assertThat(chat.answer()).containsText("y ahora el otro");
    chat.page.locator("#agent").click();
    assertThat(chat.page.locator("[data-id=ecobot]")).hasCount(1);
    assertThat(chat.page.locator("[data-id=runtime]")).hasCount(0);
  }

  @Test
  void streamsMarkdownAndRunsNothingOfIt() throws Exception {
    Chat chat = CHROMIUM.chat().enter();
    Hanging answer =
        CHROMIUM.agent.hangsAfter(
            "# Título\n\n**fuerte** y `código`\n\n| a | b |\n|--|--:|\n| 1 | 2 |\n\n",
            "<script>window.pwned=1</script><img src=x onerror=\"window.pwned=1\">\n\n",
            "[malo](javascript:window.pwned=1) [bueno](https://example.org)"
                + " ![afuera](https://example.org/x.png)\n\n",
            "<p style=\"position:fixed\" onclick=\"window.pwned=1\" id=\"text\">suelto</p><form"
                + " action=/logout><button>x</button></form>\n\n",
            "```js\nlet x = '<b>';\n```\n");
    chat.send("muestra");
    Locator shown = chat.answer().locator(".text");
    assertThat(shown.locator("pre code")).hasText("let x = '<b>';\n"); // before its end
    assertThat(chat.answer()).hasAttribute("aria-busy", "true");
    answer.release();
    assertThat(chat.answer()).hasAttribute("aria-busy", "false");
    assertThat(shown).containsText("<script>window.pwned=1</script>"); // as the text it is
    assertThat(shown.locator("h4")).hasText("Título");
    assertThat(shown.locator("strong")).hasText("fuerte");
    assertThat(shown.locator("td")).hasText(new String[] {"1", "2"});
    assertThat(shown.locator("a[href='https://example.org']"))
        .hasAttribute("rel", "noopener noreferrer");
    for (String hostile :
        List.of("script", "img", "form", "[style]", "[onclick]", "[id]", "[href^='javascript']")) {
      assertThat(shown.locator(hostile)).hasCount(0);
    }
    assertThat(chat.page.evaluate("window.pwned")).isNull();
  }

  @Test
  void showsChartsInTheAnswer() {
    Chat chat = CHROMIUM.chat().enter();
    chat.choose("ecobot");
    chat.talk("gráfico de oferta y demanda");
    Locator chart = chat.answer().locator("img");
    assertThat(chart).hasAttribute("src", Pattern.compile("^blob:"));
    assertThat(chart).hasJSProperty("complete", true);
    assertThat(chat.answer().locator(".copy")).isInViewport(); // below it: the end is in sight
    assertThat((Integer) chart.evaluate("i => i.naturalWidth")).isGreaterThan(100);
    chat.page.reload();
    assertThat(chat.answer().locator("img"))
        .hasJSProperty("naturalWidth", chart.evaluate("i => i.naturalWidth"));
  }

  @Test
  void scrollsWithTheAnswerUntilTheReaderScrollsAway() throws Exception {
    Chat chat = CHROMIUM.chat().enter();
    String[] lines = new String[60];
    Arrays.setAll(lines, i -> "Línea " + i + "\n\n");
    Hanging answer = CHROMIUM.agent.hangsAfter(lines);
    chat.send("muchas líneas");
    assertThat(chat.answer().getByText("Línea 59")).isInViewport();
    chat.page.locator("#log").hover();
    chat.page.mouse().wheel(0, -10_000);
    assertThat(chat.questions().last()).isInViewport();
    answer.release();
    assertThat(chat.answer()).hasAttribute("aria-busy", "false");
    assertThat(chat.questions().last()).isInViewport();
    chat.button("Ir al final").click();
    assertThat(chat.answer().locator(".copy")).isInViewport();
    assertThat(chat.button("Ir al final")).hasCount(0);
  }

  @Test
  void stopsAnAnswer() throws Exception {
    Chat chat = CHROMIUM.chat().enter();
    Hanging answer = CHROMIUM.agent.hangsAfter("a medias");
    chat.send("larga");
    assertThat(chat.answer()).containsText("a medias");
    chat.button("Detener").click();
    assertThat(answer.interruptedWithin(10_000)).isTrue();
    assertThat(chat.answer().locator(".problem")).isVisible();
    assertThat(chat.answer()).containsText("a medias");
    CHROMIUM.agent.repeats();
    chat.button("Volver a intentar").click();
    assertThat(chat.answer().locator(".text")).hasText("larga");
  }

  @Test
  void goesOnWithAnAnswerAfterAReload() throws Exception {
    Chat chat = CHROMIUM.chat().enter();
    Hanging answer = CHROMIUM.agent.hangsAfter("principio");
    chat.send("que dure");
    assertThat(chat.answer()).containsText("principio");
    chat.text().fill("ya escribo lo próximo");
    chat.page.reload();
    assertThat(chat.answer()).containsText("principio");
    assertThat(chat.button("Detener")).isVisible();
    assertThat(chat.text()).hasValue("ya escribo lo próximo");
    answer.release();
    assertThat(chat.answer().locator(".text")).hasText("principio end");
    assertThat(chat.questions()).hasCount(1);
    assertThat(CHROMIUM.agent.askedTimes()).isEqualTo(1);
  }

  @Test
  void asksOnceThoughTheConnectionBreaks() {
    Chat chat = CHROMIUM.chat().enter();
    int[] broken = {0};
    chat.page.route(
        "**/chat",
        route -> {
          if (broken[0]++ == 0) {
            route.fetch(); // it reaches the service, but the answer is lost
            route.abort();
          } else {
            route.resume();
          }
        });
    chat.talk("una sola vez");
    assertThat(chat.answer().locator(".text")).hasText("una sola vez");
    assertThat(broken[0]).isEqualTo(2);
    assertThat(CHROMIUM.agent.askedTimes()).isEqualTo(1);
    assertThat(chat.text()).hasValue("");
  }

  @Test
  void copiesExportsAndBeginsAnew() throws IOException {
    Chat chat = CHROMIUM.chat().enter();
    chat.talk("hola **mundo**");
    chat.answer().locator(".copy").click();
    assertThat(chat.page.evaluate("navigator.clipboard.readText()")).isEqualTo("hola **mundo**");

    Download markdown =
        chat.page.waitForDownload(() -> chat.choose("#conversation", "export-markdown"));
    assertThat(markdown.suggestedFilename()).isEqualTo("hola-mundo.md");
    assertThat(Files.readString(markdown.path())).contains("hola **mundo**");
    Download json = chat.page.waitForDownload(() -> chat.choose("#conversation", "export-json"));
    assertThat(Files.readString(json.path()))
        .startsWith("{")
        .contains("\"question\":\"hola **mundo**\"");

    CHROMIUM.service.post(
        "/reset",
        "{\"session_id\":\"%s\"}"
            .formatted(chat.page.evaluate("JSON.parse(sessionStorage.conversation).key")),
        "Authorization",
        "Bearer " + CHROMIUM.service.token("user_1", "1234", "elsewhere"));
    chat.page.locator("#new").click();
    assertThat(chat.questions()).hasCount(0);
    chat.conversations().first().click();
    assertThat(chat.page.locator("#read-only")).containsText("terminó");
    assertThat(chat.text()).isHidden();
  }

  @Test
  void tellsTheConnectionsStateAndCountsMessages() {
    Chat chat = CHROMIUM.chat().enter();
    Locator state = chat.page.locator("#connection");
    assertThat(state).hasText("Conectado");
    chat.talk("uno");
    chat.talk("dos");
    assertThat(chat.page.locator("#count")).hasText("4 mensajes");
    chat.page.context().setOffline(true);
    assertThat(state).hasText("Sin conexión");
    chat.send("mientras tanto");
    assertThat(state).hasText("Reconectando…");
    chat.page.context().setOffline(false);
    assertThat(chat.answer().locator(".text")).hasText("mientras tanto");
    assertThat(state).hasText("Conectado");
    assertThat(chat.page.locator("#count")).hasText("6 mensajes");
  }

  @Test
  void putsAnAgentsReplyWithoutPiecesThereToo() {
    CHROMIUM.agent.does((prompt, chunk) -> Reply.of("de una vez"));
    Chat chat = CHROMIUM.chat().enter();
    chat.talk("hola");
    assertThat(chat.answer().locator(".text")).hasText("de una vez");
  }
}

package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import java.io.IOException;
import java.nio.file.Files;
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
  void leadsToTheChatWhichAsksForALogin() {
    Chat chat = CHROMIUM.chat();
    assertThat(chat.page).hasURL(Pattern.compile("/app/$"));
    chat.logIn("user_1", "wrong");
    assertThat(chat.page.locator("#login .problem")).containsText("incorrect");
    chat.logIn("user_1", "1234");
    assertThat(chat.page.locator("#who")).hasText("user_1");
    assertThat(chat.page.locator("#login")).hasCount(0);
    chat.button("Salir").click();
    assertThat(chat.page.locator("#login")).isVisible();
  }

  @Test
  void worksWithoutAnAccountOnTheMachineItself() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.talk("hola sin cuenta");
    assertThat(chat.answer()).containsText("hola sin cuenta");
    assertThat(chat.page.locator("#who")).hasText("sin cuenta");
  }

  @Test
  void talksWithTheAgentThatWasPicked() {
    Chat chat = CHROMIUM.chat().enter();
    chat.choose("ecobot");
    assertThat(chat.answer()).containsText("Bienvenido a EcoBot");
    chat.talk("¿Cuánto es 12 * 12?");
    chat.choose("eco");
    chat.talk("y ahora el otro");
    assertThat(chat.answer().locator("h3")).containsText("eco");
    assertThat(chat.answer()).containsText("y ahora el otro");
    assertThat(chat.page.locator("#agent option")).not().hasText(new String[] {"runtime"});
  }

  @Test
  void keepsConversationsAtTheSide() {
    Chat chat = CHROMIUM.chat();
    chat.logIn("user_2", "5678");
    assertThat(chat.page.locator("#login")).hasCount(0);
    chat.choose("eco");
    chat.talk("primera charla sobre ornitorrincos");
    chat.button("Conversación nueva").click();
    chat.talk("segunda charla");
    assertThat(chat.conversations()).hasCount(2);

    chat.conversations().nth(1).click();
    assertThat(chat.questions())
        .hasText(List.of("primera charla sobre ornitorrincos").toArray(new String[0]));
    chat.talk("sigue");
    assertThat(chat.questions()).hasCount(2);
    assertThat(chat.conversations()).hasCount(2);

    chat.button("Cambiar el nombre de «segunda charla»").click();
    chat.page.locator("dialog input").fill("Renombrada");
    chat.button("Guardar").click();
    assertThat(chat.conversations().filter(new Locator.FilterOptions().setHasText("Renombrada")))
        .hasCount(1);

    chat.page.locator("#words").fill("ornitor");
    assertThat(chat.page.locator("#found")).hasText("1 mensajes encontrados");
    assertThat(chat.conversations()).hasCount(1);
    chat.page.locator("#words").fill("");
    assertThat(chat.conversations()).hasCount(2);

    chat.button("Eliminar «Renombrada»").click();
    chat.page
        .locator("dialog")
        .getByText("Eliminar", new Locator.GetByTextOptions().setExact(true))
        .click();
    assertThat(chat.conversations()).hasCount(1);
    assertThat(chat.conversations()).containsText(new String[] {"ornitorrincos"});
  }

  @Test
  void showsAConversationOfAnotherChannelToBeRead() {
    User user = CHROMIUM.service.bean(Users.class).find("user_1").orElseThrow();
    CHROMIUM
        .service
        .bean(Conversations.class)
        .open(user.id(), "tcp", "line-1", "eco", "desde la terminal");
    Chat chat = CHROMIUM.chat().enter();
    chat.text().fill("sin perder");
    chat.conversations()
        .filter(new Locator.FilterOptions().setHasText("desde la terminal"))
        .click();
    assertThat(chat.page.locator("#read-only")).containsText("tcp");
    assertThat(chat.text()).isHidden();
    chat.button("Conversación nueva").click();
    assertThat(chat.text()).hasValue("sin perder");
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
    assertThat((Integer) chart.evaluate("i => i.naturalWidth")).isGreaterThan(100);
    chat.page.reload();
    assertThat(chat.answer().locator("img"))
        .hasJSProperty("naturalWidth", chart.evaluate("i => i.naturalWidth"));
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

    assertThat(chat.button("como Markdown")).isEnabled();
    Download markdown = chat.page.waitForDownload(() -> chat.button("como Markdown").click());
    assertThat(markdown.suggestedFilename()).isEqualTo("hola-mundo.md");
    assertThat(Files.readString(markdown.path())).contains("hola **mundo**");
    Download json = chat.page.waitForDownload(() -> chat.button("como JSON").click());
    assertThat(Files.readString(json.path()))
        .startsWith("{")
        .contains("\"question\":\"hola **mundo**\"");

    chat.button("Reiniciar").click();
    chat.page.locator("dialog .main").click();
    assertThat(chat.questions()).hasCount(0);
    assertThat(chat.page.locator("#count")).hasText("0 mensajes");
    chat.conversations().first().click();
    assertThat(chat.page.locator("#read-only")).containsText("terminó");
    assertThat(chat.text()).isHidden();
  }

  @Test
  void tellsTheConnectionsStateAndCountsMessages() {
    Chat chat = CHROMIUM.chat().enter();
    Locator state = chat.page.locator("#connection");
    assertThat(state).hasText("Conectado");
    assertThat(chat.page.locator("#count")).hasText("0 mensajes");
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
  void pagesLongConversationsIn() {
    for (int i = 1; i <= 70; i++) {
      CHROMIUM.service.post(
          "/chat",
          "{\"message\":\"pregunta %d.\",\"session_id\":\"larga\",\"agent_id\":\"eco\"}"
              .formatted(i));
    }
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.conversations().filter(new Locator.FilterOptions().setHasText("pregunta 1.")).click();
    assertThat(chat.questions()).hasCount(30);
    assertThat(chat.questions().last()).hasText("pregunta 70.");
    assertThat(chat.page.locator("#count")).hasText("140 mensajes");
    chat.button("Mostrar lo anterior").click();
    assertThat(chat.questions()).hasCount(60);
    chat.button("Mostrar lo anterior").click();
    assertThat(chat.questions()).hasCount(70);
    assertThat(chat.questions().first()).hasText("pregunta 1.");
    assertThat(chat.button("Mostrar lo anterior")).isHidden();
    chat.page.locator("#words").fill("pregunta 5");
    assertThat(chat.page.locator("#found")).hasText("11 mensajes encontrados");
    chat.conversations().last().click();
    assertThat(
            chat.questions()
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^pregunta 5\\.$"))))
        .isInViewport();
  }

  @Test
  void givesEachTabASessionOfItsOwn() {
    Chat first = CHROMIUM.chat().enter();
    Chat second = new Chat(first.page.context().newPage()).visit().enter();
    String one = (String) first.page.evaluate("JSON.parse(sessionStorage.session).token");
    String other = (String) second.page.evaluate("JSON.parse(sessionStorage.session).token");
    assertThat(one).isNotEqualTo(other);
    first.button("Salir").click();
    second.talk("sigo aquí");
    assertThat(second.answer()).containsText("sigo aquí");

    Page copy = second.page.waitForPopup(() -> second.page.evaluate("void open(location.href)"));
    Chat third = new Chat(copy);
    assertThat(copy.locator("#login")).containsText("copia");
    third.logIn("user_1", "1234");
    third.talk("yo también");
    assertThat((String) copy.evaluate("JSON.parse(sessionStorage.session).token"))
        .isNotEqualTo(other);
    second.talk("los dos");
  }

  @Test
  void putsAnAgentsReplyWithoutPiecesThereToo() {
    CHROMIUM.agent.does((prompt, chunk) -> Reply.of("de una vez"));
    Chat chat = CHROMIUM.chat().enter();
    chat.talk("hola");
    assertThat(chat.answer().locator(".text")).hasText("de una vez");
  }
}

package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The web chat in a real browser: conversations at the side, and tabs. */
class WebChatConversationsIT {

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
  void keepsConversationsAtTheSide() {
    Chat chat = CHROMIUM.chat();
    chat.page.locator("#login-switch").click();
    chat.logIn("user_2", "5678");
    assertThat(chat.page.locator("#who")).hasText("user_2");
    chat.choose("eco");
    chat.talk("primera charla sobre ornitorrincos");
    chat.page.locator("#new").click();
    chat.talk("segunda charla");
    assertThat(chat.conversations()).hasCount(2);

    chat.conversations().nth(1).click();
    assertThat(chat.questions())
        .hasText(List.of("primera charla sobre ornitorrincos").toArray(new String[0]));
    chat.talk("sigue");
    assertThat(chat.questions()).hasCount(2);
    assertThat(chat.conversations()).hasCount(2);

    chat.choose(chat.menuOf("segunda charla"), "rename");
    chat.page.locator("dialog input").fill("Renombrada");
    chat.button("Guardar").click();
    assertThat(chat.conversations().filter(new Locator.FilterOptions().setHasText("Renombrada")))
        .hasCount(1);

    chat.page.locator("#words").fill("ornitor");
    assertThat(chat.page.locator("#found")).hasText("1 mensaje encontrado");
    assertThat(chat.conversations()).hasCount(1);
    assertThat(chat.conversations().locator("mark")).hasText("ornitor");
    chat.page.locator("#words").fill("");
    assertThat(chat.conversations()).hasCount(2);

    chat.choose(chat.menuOf("Renombrada"), "delete");
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
    chat.page.locator("#new").click();
    assertThat(chat.text()).hasValue("sin perder");
  }

  @Test
  void givesConversationsAddresses() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.talk("la de antes");
    assertThat(chat.page).hasURL(Pattern.compile("/app/c/[\\w-]+$"));
    assertThat(chat.page).hasTitle("la de antes · Session Manager");
    String address = chat.page.url();
    chat.page.locator("#new").click();
    assertThat(chat.page).hasURL(Pattern.compile("/app/$"));
    chat.talk("la de ahora");
    chat.page.goBack();
    assertThat(chat.questions()).hasText(new String[] {"la de antes"});
    assertThat(chat.page).hasURL(address);
    chat.page.goForward();
    assertThat(chat.questions()).hasText(new String[] {"la de ahora"});
    chat.page.navigate(address);
    assertThat(chat.questions()).hasText(new String[] {"la de antes"});
    Chat stranger = CHROMIUM.chat();
    stranger.page.navigate(address);
    assertThat(stranger.page.locator("#toast")).containsText("ya no está");
    assertThat(stranger.page.locator(".cards")).isVisible();
  }

  @Test
  void pagesLongConversationsIn() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    String guest = (String) chat.page.evaluate("localStorage.guest");
    for (int i = 1; i <= 70; i++) {
      CHROMIUM.service.post(
          "/chat",
          "{\"message\":\"pregunta %d.\",\"session_id\":\"larga\",\"agent_id\":\"eco\"}"
              .formatted(i),
          "X-Guest-Id",
          guest);
    }
    chat.page.reload();
    chat.conversations().filter(new Locator.FilterOptions().setHasText("pregunta 1.")).click();
    assertThat(chat.questions()).hasCount(30);
    assertThat(chat.questions().last()).hasText("pregunta 70.");
    assertThat(chat.page.locator("#count")).hasText("140 mensajes");
    chat.button("Mostrar lo anterior").click();
    assertThat(chat.questions()).hasCount(60);
    assertThat(chat.questions().nth(30)).isInViewport(); // what was looked at stays in sight
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
  void keepsWhatIsSaidWithoutAnAccountToItsBrowserUntilTheyLogOut() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.talk("sin cuenta y mío");
    chat.page.reload();
    Locator mine =
        chat.conversations().filter(new Locator.FilterOptions().setHasText("sin cuenta y mío"));
    assertThat(mine).hasCount(1);
    Chat other = CHROMIUM.chat().withoutAccount();
    other.talk("sin cuenta y suyo");
    assertThat(other.conversations()).hasCount(1);
    chat.choose("#account", "logout");
    assertThat(chat.conversations()).hasCount(0);
    chat.withoutAccount().talk("sin cuenta otra vez");
    assertThat(chat.conversations()).hasCount(1);
    assertThat(mine).hasCount(0);
  }

  @Test
  void keepsTheBrowserLoggedInWithASessionForEachTab() {
    Chat first = CHROMIUM.chat().enter();
    assertThat((String) first.page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})"))
        .doesNotContain("token")
        .doesNotContain(".eyJ");
    Chat second = new Chat(first.page.context().newPage()).visit();
    assertThat(second.page.locator("#who")).hasText("user_1");
    second.choose("eco");
    assertThat(session(second)).isNotEqualTo(session(first));
    second.talk("desde la otra");

    Page copy = second.page.waitForPopup(() -> second.page.evaluate("void open(location.href)"));
    Chat third = new Chat(copy);
    assertThat(copy.locator("#who")).hasText("user_1");
    assertThat(third.questions()).hasText(new String[] {"desde la otra"});
    assertThat(session(third)).isNotEqualTo(session(second));
    third.talk("yo también");
    second.talk("los dos");

    first.page.close();
    copy.close();
    Chat back = new Chat(second.page.context().newPage()).visit();
    assertThat(back.page.locator("#who")).hasText("user_1");
    back.choose("#account", "logout");
    assertThat(back.page.locator("#who")).hasText("sin cuenta");
    second.send("ya no");
    assertThat(second.page.locator("#login")).containsText("terminó");
    assertThat(second.text()).hasValue("ya no");
  }

  private static String session(Chat chat) {
    return (String) chat.page.evaluate("JSON.parse(sessionStorage.session).id");
  }

  @Test
  void goesOnWithAnAnswerThatWasCut() {
    Chat chat = CHROMIUM.chat().enter();
    CHROMIUM.agent.cutsItsAnswers();
    chat.talk("una larga historia");
    assertThat(chat.answer().locator("footer")).containsText("La respuesta quedó cortada");
    chat.text().fill("otra cosa que se estaba escribiendo");
    CHROMIUM.agent.repeats();
    chat.button("Continuar").click();
    assertThat(chat.questions().last()).hasText("continuá");
    assertThat(chat.answer()).containsText("continuá");
    assertThat(chat.text()).hasValue("otra cosa que se estaba escribiendo");
  }

  @Test
  void showsWhatTheAgentKnowsOfTheBeginning() {
    Chat chat = CHROMIUM.chat().enter();
    chat.talk("érase una vez " + "muy ".repeat(200) + "lejos");
    CHROMIUM.agent.does((prompt, say) ->
        Reply.of("y fin")
            .withMeta(Map.of("left_out", Map.of("messages", 2, "tokens", 9, "summarised", 0))));
    chat.talk("¿y después?");
    assertThat(chat.answer().locator("footer")).containsText("memoria del agente 2 mensajes");
    Locator early = chat.page.locator("details.early");
    for (int look = 0; look < 50 && early.count() == 0; look++) {
      chat.page.reload();
      assertThat(chat.questions().last()).hasText("¿y después?");
    }
    assertThat(early.locator("summary")).containsText("Resumen de lo anterior");
    assertThat(early.locator(".text")).isHidden();
    early.locator("summary").click();
    assertThat(early.locator(".text strong")).hasText("2");
    assertThat(chat.page.locator("#count")).hasText("4 mensajes");
  }
}

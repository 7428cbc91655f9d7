package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.session.Sessions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The web chat in a real browser: what goes wrong, in words, and the way out. */
class WebChatTroubleIT {

  private static final Chromium CHROMIUM =
      new Chromium("PER_USER_MAX=1", "admission.per-user-queue-max=0", "MESSAGE_MAX_CHARS=500");

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
  void countsDownWhenItIsTooMuchAndTriesAgain() throws Exception {
    Hanging busy = CHROMIUM.agent.hangsAfter("ocupado");
    Chat other = CHROMIUM.chat().enter();
    other.send("ocupa el lugar");
    busy.awaitBegun();
    Chat chat = CHROMIUM.chat().enter();
    chat.send("espera");
    Locator notice = chat.page.locator("#notice");
    assertThat(notice.locator(".problem")).isVisible();
    assertThat(chat.text()).hasValue("espera"); // nothing typed is lost
    assertThat(notice.locator(".retry")).containsText(" s");
    assertThat(notice.locator(".retry")).isDisabled();
    CHROMIUM.agent.repeats();
    busy.release();
    assertThat(other.answer()).hasAttribute("aria-busy", "false");
    assertThat(notice.locator(".retry")).isEnabled();
    notice.locator(".retry").click();
    assertThat(chat.answer().locator(".text")).hasText("espera");
    assertThat(chat.text()).hasValue("");
    assertThat(notice).isEmpty();
  }

  @Test
  void keepsTheTextOfAMessageThatIsTooLong() {
    Chat chat = CHROMIUM.chat().enter();
    String text = "larguísimo ".repeat(60).strip();
    chat.send(text);
    assertThat(chat.page.locator("#notice .problem")).containsText("500");
    assertThat(chat.text()).hasValue(text);
    chat.talk("corto");
    assertThat(chat.answer().locator(".text")).hasText("corto");
  }

  @Test
  void saysWhyAnAgentFailedAndAsksAgain() {
    Chat chat = CHROMIUM.chat().enter();
    CHROMIUM.agent.does((prompt, chunk) -> {
      chunk.accept("casi");
      throw new Problem(Problem.Kind.MODEL_TIMED_OUT);
    });
    chat.send("falla");
    assertThat(chat.answer().locator(".problem")).containsText("tardó demasiado");
    CHROMIUM.agent.repeats();
    chat.button("Volver a intentar").click();
    assertThat(chat.answer().locator(".text")).hasText("falla");
    chat.page.reload();
    assertThat(chat.questions()).hasText(List.of("falla", "falla").toArray(new String[0]));
    assertThat(chat.answer().locator(".text")).hasText("falla");
  }

  @Test
  void asksForTheLoginAgainAndSendsWhatWasTyped() {
    Chat chat = CHROMIUM.chat().enter();
    chat.talk("antes");
    kill(chat);
    chat.send("no te pierdas");
    assertThat(chat.page.locator("#login")).containsText("terminó");
    chat.page.reload();
    assertThat(chat.page.locator("#login")).isVisible(); // and nobody is a guest by that
    assertThat(chat.text()).hasValue("no te pierdas");
    chat.logIn("user_1", "1234");
    assertThat(chat.answer().locator(".text")).hasText("no te pierdas");
    assertThat(chat.questions()).hasCount(2);
  }

  @Test
  void tellsOfASessionThatEndsInMidAnswer() throws Exception {
    Chat chat = CHROMIUM.chat().enter();
    Hanging answer = CHROMIUM.agent.hangsAfter("por la mitad");
    chat.send("sigue");
    assertThat(chat.answer()).containsText("por la mitad");
    chat.text().fill("lo próximo");
    kill(chat);
    assertThat(answer.interruptedWithin(10_000)).isTrue();
    chat.logIn("user_1", "1234");
    CHROMIUM.agent.repeats();
    assertThat(chat.text()).hasValue("lo próximo");
    chat.button("Volver a intentar").click();
    assertThat(chat.answer().locator(".text")).hasText("sigue");
    assertThat(chat.text()).hasValue("lo próximo");
  }

  @Test
  void standsInForThePageWithoutAConnectionAndKeepsNothingElse() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.page.evaluate("navigator.serviceWorker.ready.then(() => {})");
    chat.text().fill("todavía no enviado");
    chat.page.context().setOffline(true);
    chat.page.reload();
    assertThat(chat.page.locator("h1")).hasText("Sin conexión con el servicio");
    chat.page.context().setOffline(false);
    assertThat(chat.text()).hasValue("todavía no enviado");
    Object kept =
        chat.page.evaluate(
            """
            caches.keys()
              .then(names => Promise.all(names.map(name => caches.open(name).then(c => c.keys()))))
              .then(all => all.flat().map(request => new URL(request.url).pathname)
                .filter(path => !path.startsWith("/app/")))\
            """);
    assertThat(kept).isEqualTo(List.of());
  }

  /** As the operator does: the session of this tab, by the name in its token's row. */
  private static void kill(Chat chat) {
    String tab = (String) chat.page.evaluate("JSON.parse(sessionStorage.tab)");
    Sessions sessions = CHROMIUM.service.bean(Sessions.class);
    sessions.list("", 1000).stream()
        .filter(session -> session.device().contains(tab))
        .forEach(session -> sessions.kill(session.id(), "test"));
  }
}

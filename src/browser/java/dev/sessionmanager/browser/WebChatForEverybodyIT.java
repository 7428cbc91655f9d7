package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The web chat in a real browser: colours, widths, keys, screen readers, languages. */
class WebChatForEverybodyIT {

  private static final Chromium CHROMIUM = new Chromium();

  /** {@code -Dscreenshots=docs} writes the pictures of the documentation. */
  private static final String SCREENSHOTS = System.getProperty("screenshots", "");

  @AfterAll
  static void close() {
    CHROMIUM.close();
  }

  @BeforeEach
  void repeat() {
    CHROMIUM.agent.repeats();
  }

  /** A conversation with something of everything. */
  private static Chat spoken(Chat chat) {
    chat.enter();
    chat.choose("ecobot");
    chat.talk("¿Qué es la elasticidad precio de la demanda?");
    chat.talk("gráfico de oferta y demanda");
    assertThat(chat.answer().locator("img")).hasJSProperty("complete", true);
    assertThat(chat.conversations().first()).containsText("elasticidad");
    return chat;
  }

  private static void screenshot(Chat chat, String name) {
    if (!SCREENSHOTS.isEmpty()) {
      chat.page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of(SCREENSHOTS, name + ".png")));
    }
  }

  /** Serious and critical findings of axe. */
  static List<String> barriers(Page page) throws IOException {
    return barriers(page.mainFrame());
  }

  static List<String> barriers(Frame frame) throws IOException {
    return barriers(frame, List.of("serious", "critical"));
  }

  static List<String> barriers(Page page, List<String> impacts) throws IOException {
    return barriers(page.mainFrame(), impacts);
  }

  /** Findings of axe that weigh so much. */
  @SuppressWarnings("unchecked")
  static List<String> barriers(Frame page, List<String> impacts) throws IOException {
    try (InputStream axe =
        Objects.requireNonNull(WebChatForEverybodyIT.class.getResourceAsStream("/axe.min.js"))) {
      page.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    }
    return (List<String>)
        page.evaluate(
            """
            impacts => axe.run().then(({passes, violations}) => passes.length === 0
              ? ["axe found nothing to look at"]
              : violations.filter(v => impacts.includes(v.impact))
                  .map(v => v.id + ": " + v.nodes.map(n => n.html).join(" ")))\
            """,
            impacts);
  }

  @Test
  void hasNoSeriousBarrierInLightAndDark() throws Exception {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Chat chat =
          CHROMIUM.chat(options -> options.setColorScheme(scheme).setViewportSize(1000, 700));
      assertThat(chat.page.locator(".cards")).isVisible();
      assertThat(barriers(chat.page)).isEmpty();
      screenshot(chat, scheme == ColorScheme.LIGHT ? "chat-first" : "chat-first-dark");
      chat.text().fill("/");
      assertThat(chat.page.locator("#commands")).isVisible();
      assertThat(barriers(chat.page)).isEmpty();
      chat.text().fill("");
      chat.page.locator("#login-switch").click();
      assertThat(barriers(chat.page)).isEmpty();
      chat.page.keyboard().press("Escape");
      spoken(chat);
      screenshot(chat, scheme == ColorScheme.LIGHT ? "chat-light" : "chat-dark");
      assertThat(barriers(chat.page)).isEmpty();
      chat.page.route(
          "**/chat",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(500)
                      .setContentType("application/problem+json")
                      .setBody(
                          "{\"code\":\"internal_error\",\"message\":\"Algo"
                              + " falló.\",\"trace_id\":\"0\"}")));
      chat.send("falla");
      assertThat(chat.page.locator("#notice .problem")).containsText("Algo falló.");
      assertThat(barriers(chat.page)).isEmpty();
      chat.page.locator("#conversation").click();
      assertThat(barriers(chat.page)).isEmpty();
      chat.page.locator(":popover-open [data-id=rename]").click();
      assertThat(barriers(chat.page)).isEmpty();
      chat.page.keyboard().press("Escape");
      chat.page.locator(".edit-switch").first().click();
      chat.answer().locator(".rate-down").click();
      assertThat(chat.page.locator(".blame")).isVisible();
      assertThat(barriers(chat.page)).isEmpty();
      for (String dialog : List.of("settings", "keys")) {
        chat.choose("#account", dialog);
        assertThat(barriers(chat.page)).isEmpty();
        chat.page.keyboard().press("Escape");
      }
    }
  }

  @Test
  void isLightOrDarkAsTheSystemIsOrAsWished() {
    Chat chat = CHROMIUM.chat(options -> options.setColorScheme(ColorScheme.DARK)).enter();
    Locator body = chat.page.locator("body");
    assertThat(body).hasCSS("background-color", "rgb(23, 25, 30)");
    chat.choose("#account", "settings");
    chat.page.getByLabel("Claro").check();
    assertThat(body).hasCSS("background-color", "rgb(255, 255, 255)");
    chat.page.getByLabel("Muy grande").check();
    assertThat(chat.page.locator("html")).hasCSS("font-size", "21px");
    chat.page.reload();
    assertThat(body).hasCSS("background-color", "rgb(255, 255, 255)");
    assertThat(chat.page.locator("html")).hasCSS("font-size", "21px");
    chat.choose("#account", "settings");
    chat.page.getByLabel("Como el sistema").check();
    assertThat(body).hasCSS("background-color", "rgb(23, 25, 30)");
  }

  @Test
  void fitsAPhone() throws Exception {
    Chat chat = CHROMIUM.chat(options -> options.setViewportSize(320, 640).setHasTouch(true));
    assertThat(chat.page.locator(".cards")).isVisible();
    assertThat(chat.page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    assertThat(barriers(chat.page)).isEmpty();
    chat.choose("ecobot");
    chat.talk("¿Qué es la elasticidad precio de la demanda?");
    chat.talk("gráfico de oferta y demanda");
    assertThat(chat.answer().locator("img")).hasJSProperty("complete", true);
    assertThat(chat.page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    screenshot(chat, "chat-phone");
    assertThat(chat.page.locator("#side")).isHidden();
    chat.button("Conversaciones").click();
    assertThat(chat.conversations().first()).isVisible();
    assertThat(barriers(chat.page)).isEmpty();
    chat.page.keyboard().press("Escape");
    assertThat(chat.page.locator("#side")).isHidden();
    chat.button("Conversaciones").click();
    chat.conversations().first().click();
    assertThat(chat.page.locator("#side")).isHidden();
    assertThat(chat.page.locator("#send")).isInViewport();
  }

  @Test
  void canBeUsedAtFourTimesTheSize() {
    // What a window of 1280 by 1024 leaves at 400 %.
    Chat chat = CHROMIUM.chat(options -> options.setViewportSize(320, 256));
    chat.withoutAccount();
    chat.talk("de cerca");
    assertThat(chat.answer()).isVisible();
    assertThat(chat.page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    chat.text().scrollIntoViewIfNeeded();
    assertThat(chat.text()).isInViewport();
  }

  @Test
  void isUsedByKeyboardAlone() throws Exception {
    Chat chat = CHROMIUM.chat();
    assertThat(chat.page.locator(".cards")).isVisible();
    assertThat(chat.text()).isFocused();
    Locator first = chat.page.locator("a, button, input, textarea").first();
    assertThat(first).hasText("Ir a escribir un mensaje");
    first.focus();
    assertThat(first).isInViewport();
    chat.page.keyboard().press("Enter");
    assertThat(chat.text()).isFocused();
    chat.page.keyboard().type("/eco");
    chat.page.keyboard().press("ArrowDown");
    assertThat(chat.text()).hasAttribute("aria-activedescendant", "command-1");
    assertThat(chat.page.locator("#command-1")).hasAttribute("aria-selected", "true");
    chat.page.keyboard().press("Enter");
    assertThat(chat.page.locator("#agent")).containsText("eco");

    chat.page.keyboard().type("uno");
    chat.page.keyboard().press("Tab");
    assertThat(chat.page.locator("#send")).isFocused();
    chat.page.keyboard().press("Shift+Tab");
    chat.page.keyboard().press("Shift+Enter");
    chat.page.keyboard().type("dos");
    assertThat(chat.text()).hasValue("uno\ndos");
    chat.page.keyboard().press("Enter");
    assertThat(chat.questions()).hasText(new String[] {"uno\ndos"});
    assertThat(chat.page.locator("#send")).isVisible();

    Hanging answer = CHROMIUM.agent.hangsAfter("a medias");
    chat.page.keyboard().type("larga");
    chat.page.keyboard().press("Enter");
    assertThat(chat.answer()).containsText("a medias");
    chat.page.keyboard().press("Escape");
    assertThat(answer.interruptedWithin(10_000)).isTrue();
    assertThat(chat.text()).isFocused();

    chat.page.keyboard().press("Control+k");
    assertThat(chat.page.locator("#words")).isFocused();
    chat.page.keyboard().press("Shift+Escape");
    assertThat(chat.text()).isFocused();
    chat.page.locator("#log").focus();
    chat.page.keyboard().type("?");
    assertThat(chat.page.locator("#keys-dialog")).isVisible();
    chat.page.keyboard().press("Escape");
    assertThat(chat.page.locator("#log")).isFocused();
    chat.page.locator("#account").focus();
    chat.page.keyboard().press("Enter");
    assertThat(chat.page.locator(":popover-open [data-id=settings]")).isFocused();
    chat.page.keyboard().press("ArrowDown");
    assertThat(chat.page.locator(":popover-open [data-id=keys]")).isFocused();
    chat.page.keyboard().press("Escape");
    assertThat(chat.page.locator("#account")).isFocused();
    chat.page.keyboard().press("Control+Shift+o");
    assertThat(chat.questions()).hasCount(0);
    assertThat(chat.text()).isFocused();
  }

  @Test
  void tellsAScreenReaderWhatHappens() throws Exception {
    Chat chat = CHROMIUM.chat().enter();
    Locator spoken = chat.page.locator("#announcements");
    assertThat(spoken).hasAttribute("aria-live", "polite");
    Hanging answer = CHROMIUM.agent.hangsAfter("**hola**");
    chat.send("di algo");
    assertThat(spoken).hasText("eco está respondiendo");
    answer.release();
    assertThat(spoken).hasText("hola end");
    CHROMIUM.agent.does((prompt, chunk) -> {
      throw new Problem(Problem.Kind.MODEL_FAILED);
    });
    chat.send("falla");
    assertThat(chat.answer().locator("[role=alert]")).isVisible();
  }

  @Test
  void speaksSpanishAndEnglish() {
    Chat english = CHROMIUM.chat(options -> options.setLocale("en-GB"));
    assertThat(english.page.locator(".welcome")).containsText("Whom would you like");
    assertThat(english.page.locator(".cards")).containsText("I explain programming");
    english.page.locator("#login-switch").click();
    english.logIn("user_1", "wrong");
    assertThat(english.page.locator("#login .problem")).containsText("Wrong user name");
    english.page.keyboard().press("Escape");
    english.withoutAccount();
    assertThat(english.page.locator("html")).hasAttribute("lang", "en");
    assertThat(english.button("Send")).isVisible();
    english.text().fill("typed");
    english.choose("#account", "settings");
    english.page.locator("#language").selectOption("es");
    assertThat(english.page.locator("html")).hasAttribute("lang", "es");
    english.page.keyboard().press("Escape");
    assertThat(english.button("Enviar")).isVisible();
    assertThat(english.page.locator(".cards")).containsText("Tutor de economía");
    assertThat(english.text()).hasValue("typed");
    english.page.reload();
    assertThat(english.button("Enviar")).isVisible();
    Chat other = CHROMIUM.chat(options -> options.setLocale("fr-FR"));
    assertThat(other.page.locator(".welcome")).containsText("¿Con quién querés hablar?");
  }
}

package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.Service;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The web chat in a real browser: installed, while its reader or its service is elsewhere, and what
 * is taken out of it.
 */
class WebChatElsewhereIT {

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

  /** The machine's notifications, which a test cannot see, and a tab that can be out of sight. */
  private static final String DESK =
      """
      window.shown = []; let away = false;
      window.Notification = class {
        static permission = "default";
        static async requestPermission() { return (this.permission = "granted"); }
        constructor(title, options) { this.title = title; this.options = options; shown.push(this); }
        close() { this.closed = true; }
      };
      Object.defineProperty(document, "hidden", {get: () => away});
      window.goAway = is => { away = is; document.dispatchEvent(new Event("visibilitychange")); };
      """;

  @Test
  void notifiesOfAnAnswerThatCameWhileTheTabWasOutOfSight() {
    Page page = CHROMIUM.page(options -> {});
    page.addInitScript(DESK);
    Chat chat = new Chat(page).visit().withoutAccount();
    chat.choose("#account", "settings");
    Locator wish = page.locator("#notify");
    assertThat(wish).not().isChecked(); // nobody is asked for anything unasked
    wish.check();
    assertThat(wish).isChecked();
    page.keyboard().press("Escape");

    chat.talk("mientras miro");
    assertThat(page.evaluate("shown.length")).isEqualTo(0);

    Hanging answer = CHROMIUM.agent.hangsAfter("**larga** espera");
    chat.send("mientras no miro");
    assertThat(chat.answer()).containsText("espera");
    page.evaluate("goAway(true)");
    answer.release();
    assertThat(page).hasTitle(Pattern.compile("^● "));
    assertThat(page.evaluate("shown.length")).isEqualTo(1);
    assertThat(page.evaluate("shown[0].title")).isEqualTo("eco");
    assertThat(page.evaluate("shown[0].options.body")).isEqualTo("larga espera end");
    page.evaluate("goAway(false)");
    assertThat(page).hasTitle(Pattern.compile("^mientras miro"));

    page.evaluate("shown[0].onclick()");
    assertThat(page.evaluate("shown[0].closed")).isEqualTo(true);
    chat.choose("#account", "settings");
    wish.uncheck();
    page.keyboard().press("Escape");
    page.evaluate("goAway(true)");
    CHROMIUM.agent.repeats();
    chat.talk("y sin avisos");
    assertThat(page.evaluate("shown.length")).isEqualTo(1);
  }

  @Test
  void canBeInstalled() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    CDPSession inside = chat.page.context().newCDPSession(chat.page);
    JsonObject manifest = inside.send("Page.getAppManifest");
    assertThat(manifest.getAsJsonArray("errors")).isEmpty();
    JsonObject said = JsonParser.parseString(manifest.get("data").getAsString()).getAsJsonObject();
    assertThat(said.get("start_url").getAsString()).isEqualTo("/app/");
    assertThat(said.get("display").getAsString()).isEqualTo("standalone");
    for (JsonElement one : said.getAsJsonArray("icons")) {
      JsonObject icon = one.getAsJsonObject();
      String size = icon.get("sizes").getAsString();
      Object natural =
          chat.page.evaluate(
              """
              src => new Promise((done, fail) => {
                const image = new Image();
                image.onload = () => done(`${image.naturalWidth}x${image.naturalHeight}`);
                image.onerror = () => fail(new Error(src));
                image.src = src;
              })\
              """,
              icon.get("src").getAsString());
      assertThat(natural).as("%s", icon).isEqualTo(size.equals("any") ? natural : size);
    }
    chat.page.evaluate("navigator.serviceWorker.ready.then(() => {})");
    List<String> hindrances =
        inside
            .send("Page.getInstallabilityErrors")
            .getAsJsonArray("installabilityErrors")
            .asList()
            .stream()
            .map(one -> one.getAsJsonObject().get("errorId").getAsString())
            .filter(one -> !one.equals("in-incognito")) // as each test's window is
            .toList();
    assertThat(hindrances).isEmpty();
  }

  @Test
  void standsInWhileTheServiceIsGoneAndComesBackWithIt() {
    try (Chromium own = new Chromium()) {
      Chat chat = own.chat().withoutAccount();
      chat.talk("antes del corte");
      chat.page.evaluate("navigator.serviceWorker.ready.then(() => {})");
      chat.text().fill("escrito y no enviado");
      int port = own.service.port();
      own.service.close();
      chat.text().press("Enter");
      assertThat(chat.page.locator("#connection")).hasText("Reconectando…");
      chat.page.reload();
      assertThat(chat.page.locator("h1")).hasText("Sin conexión con el servicio");
      assertThat(chat.page.locator("#again")).isVisible();
      try (Service again =
          Service.startAgain(own.service.data, List.of(own.agent), "PORT=" + port)) {
        // It looks for the service by itself, and asks once what nobody has answered.
        assertThat(chat.questions())
            .hasText(new String[] {"antes del corte", "escrito y no enviado"});
        assertThat(chat.answer().locator(".text")).hasText("escrito y no enviado");
        assertThat(again.port()).isEqualTo(port);
      }
    }
  }

  @Test
  void opensAPictureLargerAndSavesIt() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.choose("ecobot");
    chat.talk("gráfico de oferta y demanda");
    Locator picture = chat.answer().locator(".picture");
    assertThat(picture.locator("img")).hasJSProperty("complete", true);
    assertThat(picture.locator("img")).hasAttribute("alt", Pattern.compile("\\S"));
    picture.click();
    Locator large = chat.page.locator("dialog.enlarged");
    assertThat(large.locator("img")).isVisible();
    Download saved = chat.page.waitForDownload(() -> large.locator("a").click());
    assertThat(saved.suggestedFilename()).endsWith(".png");
    chat.page.keyboard().press("Escape");
    assertThat(large).hasCount(0);
    assertThat(picture).isFocused();
  }

  @Test
  void growsTheFieldWithWhatIsTypedUpToAPartOfTheScreen() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    double empty = chat.text().boundingBox().height;
    chat.text().fill("una\ndos\ntres\ncuatro");
    double grown = chat.text().boundingBox().height;
    assertThat(grown).isGreaterThan(empty + 40);
    chat.text().fill("línea\n".repeat(200));
    assertThat(chat.text().boundingBox().height).isLessThanOrEqualTo(0.4 * 800 + 1);
    assertThat(chat.page.locator("#send")).isInViewport();
    chat.text().fill("");
    assertThat(chat.text().boundingBox().height).isEqualTo(empty);
  }

  @Test
  void givesAnAccountAllOfItsData() throws Exception {
    Chat chat = CHROMIUM.chat().enter();
    chat.talk("algo mío");
    chat.choose("#account", "account-dialog");
    Download data =
        chat.page.waitForDownload(
            () -> chat.page.locator("#account-dialog").getByText("Descargar").click());
    assertThat(Files.readString(data.path())).contains("algo mío");
  }
}

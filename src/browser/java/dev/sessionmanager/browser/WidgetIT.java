package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ReducedMotion;
import com.sun.net.httpserver.HttpServer;
import dev.sessionmanager.EchoAgent.Hanging;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The chat in the pages of other sites, which are really of other origins. */
class WidgetIT {

  private static final String AGENT = "data-agent=\"eco\" data-colour=\"#7a1f5c\"";

  private static HttpServer shop;
  private static HttpServer stranger;
  private static Chromium chromium;
  private static String service;
  private static final AtomicReference<String> ATTRIBUTES = new AtomicReference<>(AGENT);

  /** A shop's page with the widget; nothing inline of ours may need more than it has. */
  private static String page() {
    return """
    <!doctype html><html lang="es"><head><meta charset="utf-8"><title>Joyería</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <style>button { background: red; font-size: 40px; } html { font-size: 62.5%%; }</style></head>
    <body><main><h1>Joyería Royal</h1><p>Anillos, cadenas y dijes.</p><a href="/otra">Otra página</a></main>
    <script src="%s/widget.js" %s async></script></body></html>
    """
        .formatted(service, ATTRIBUTES.get());
  }

  @BeforeAll
  static void start() throws IOException {
    shop = site();
    stranger = site();
    chromium =
        new Chromium(
            "widget.origins=" + origin(shop) + "," + near(), "branding.privacy=/app/privacidad");
    service = "http://localhost:" + chromium.service.port();
  }

  @AfterAll
  static void stop() {
    chromium.close();
    shop.stop(0);
    stranger.stop(0);
  }

  @BeforeEach
  void repeat() {
    chromium.agent.repeats();
    ATTRIBUTES.set(AGENT);
  }

  /** Another site than the service's "localhost", as browsers tell sites apart. */
  private static String origin(HttpServer site) {
    return "http://127.0.0.1:" + site.getAddress().getPort();
  }

  private static HttpServer site() throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          byte[] body = page().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange
              .getResponseHeaders()
              .set(
                  "Content-Security-Policy",
                  "default-src 'none'; style-src 'unsafe-inline'; script-src %1$s; frame-src %1$s;"
                          .formatted(service)
                      + " connect-src "
                      + service);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    site.start();
    return site;
  }

  private static Page visit(HttpServer site, Consumer<Browser.NewContextOptions> wishes) {
    Page page =
        chromium.page(options -> {
          options.setBaseURL(origin(site));
          wishes.accept(options);
        });
    page.navigate("/");
    return page;
  }

  private static Locator opener(Page page) {
    return page.locator("session-manager-chat .open");
  }

  private static Locator dialog(Page page) {
    return page.locator("session-manager-chat dialog");
  }

  private static FrameLocator inside(Page page) {
    return page.frameLocator("session-manager-chat iframe");
  }

  private static Locator answer(Page page) {
    return inside(page).locator(".said.theirs").last();
  }

  private static void talk(Page page, String text) {
    inside(page).locator("#text").fill(text);
    inside(page).locator("#text").press("Enter");
    assertThat(answer(page).locator(".text")).hasText(text);
    assertThat(answer(page)).hasAttribute("aria-busy", "false");
  }

  private static void screenshot(Page page, String name) {
    String folder = System.getProperty("screenshots", "");
    if (!folder.isEmpty()) {
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
    }
  }

  @Test
  void talksInTheCornerOfAnAllowedPageByKeyboardAlone() throws Exception {
    Page page = visit(shop, options -> {});
    assertThat(opener(page)).hasAttribute("aria-expanded", "false");
    assertThat(page.locator("session-manager-chat iframe"))
        .hasCount(0); // nothing before it is wanted
    opener(page).focus();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Chat")))
        .isVisible();
    assertThat(opener(page)).hasAttribute("aria-expanded", "true");
    assertThat(inside(page).locator("#text")).isFocused();
    assertThat(inside(page).locator("#side, #agent, #login-switch")).hasCount(0);
    assertThat(inside(page).locator(".card")).hasCount(1);
    page.keyboard().type("hola desde la tienda");
    page.keyboard().press("Enter");
    assertThat(answer(page).locator(".text")).hasText("hola desde la tienda");
    assertThat(inside(page).locator("#hint")).containsText("en esta pestaña");
    assertThat(inside(page).locator("#hint a")).hasAttribute("href", "/app/privacidad");
    assertThat(WebChatForEverybodyIT.barriers(page)).isEmpty();
    assertThat(WebChatForEverybodyIT.barriers(frame(page))).isEmpty();
    screenshot(page, "widget");

    page.keyboard().press("Escape");
    assertThat(dialog(page)).isHidden();
    assertThat(opener(page)).isFocused();
    page.keyboard().press("Enter");
    assertThat(inside(page).locator("#text")).isFocused();
    assertThat(inside(page).locator(".said.mine .text")).hasText("hola desde la tienda");
    inside(page).getByRole(AriaRole.BUTTON, button("Cerrar el chat")).click();
    assertThat(opener(page)).isFocused();
    assertThat(page.context().cookies()).isEmpty();
    assertThat(chromium.complaints()).isEmpty();
  }

  /** On the service's own site, because private windows keep nothing for frames of another. */
  @Test
  void goesAlongFromPageToPageWithoutACookie() {
    Page page = visit(shop, options -> options.setBaseURL(near()));
    opener(page).click();
    talk(page, "en la primera página");
    page.navigate("/otra");
    opener(page).click();
    assertThat(inside(page).locator(".said.mine .text")).hasText("en la primera página");
    talk(page, "y sigue en la otra página");
    assertThat(page.context().cookies()).isEmpty();
    assertThat(frame(page).evaluate("localStorage.length")).isEqualTo(0);
  }

  /**
   * Where shop and chat are one site, the tab has one storage for both, and the cookie would go
   * along.
   */
  @Test
  void isAGuestWhereSomebodyHasLoggedInInTheSameTab() {
    Chat chat = chromium.chat().enter();
    chat.talk("entre la cuenta y yo");
    Page page = chat.page;
    page.navigate(near() + "/");
    List<Request> calls = new ArrayList<>();
    page.onRequest(calls::add);
    opener(page).click();
    assertThat(inside(page).locator(".card")).hasCount(1);
    assertThat(inside(page).locator(".said")).hasCount(0);
    assertThat(inside(page).locator("#hint")).containsText("en esta pestaña");
    talk(page, "desde la tienda");
    List<Map<String, String>> sent =
        calls.stream()
            .filter(call -> call.resourceType().equals("fetch"))
            .map(Request::allHeaders)
            .toList();
    assertThat(sent).anyMatch(headers -> headers.containsKey("x-guest-id"));
    assertThat(sent)
        .allSatisfy(headers ->
            assertThat(headers).doesNotContainKeys("cookie", "x-session-id", "authorization"));
    page.navigate(service + "/app/");
    assertThat(page.locator("#who")).hasText("user_1");
    assertThat(chat.conversations()).hasText(new String[] {"entre la cuenta y yo"});
  }

  @Test
  void asksForNoPasswordByALink() {
    Page page = visit(shop, options -> {});
    opener(page).click();
    assertThat(inside(page).locator(".card")).hasCount(1);
    page.evaluate(
        "src => Object.assign(document.querySelector('session-manager-chat').shadowRoot"
            + ".querySelector('iframe'), {src})",
        service + "/app/embed?agent=ecobot#welcome=abc");
    assertThat(inside(page).locator("#title")).containsText("EcoBot");
    assertThat(inside(page).locator("dialog")).hasCount(0);
  }

  /** The shop under the name of the service's own site: another origin all the same. */
  private static String near() {
    return "http://localhost:" + shop.getAddress().getPort();
  }

  private static FrameLocator.GetByRoleOptions button(String name) {
    return new FrameLocator.GetByRoleOptions().setName(name);
  }

  private static Frame frame(Page page) {
    return page.frames().stream()
        .filter(frame -> frame.url().startsWith(service))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysOnAnyOtherPageThatItIsNotEnabledThere() {
    Page page = visit(stranger, options -> {});
    opener(page).click();
    assertThat(dialog(page)).containsText("Este chat no está habilitado en esta página.");
    assertThat(dialog(page).locator("a")).hasAttribute("href", service + "/app/");
    assertThat(dialog(page).locator("iframe")).isHidden();
    screenshot(page, "widget-refused");
    page.keyboard().press("Escape");
    assertThat(dialog(page)).isHidden();
    assertThat(opener(page)).isFocused();
    assertThat(chromium.complaints()).anyMatch(one -> one.contains("frame-ancestors"));
    chromium.complaints().clear();
  }

  @Test
  void saysThatNobodyAnswersAndTriesAgain() {
    Page page = visit(shop, options -> {});
    page.route("**/app/embed*", Route::abort);
    page.route("**/health/live", Route::abort);
    opener(page).click();
    assertThat(dialog(page)).containsText("El chat no responde ahora.");
    page.unroute("**/app/embed*");
    page.unroute("**/health/live");
    dialog(page).getByText("Volver a intentar").click();
    talk(page, "ahora sí");
  }

  @Test
  void fillsAPhone() throws Exception {
    Page page = visit(shop, options -> options.setViewportSize(320, 640).setHasTouch(true));
    opener(page).tap();
    talk(page, "desde el teléfono");
    assertThat(dialog(page).evaluate("e => e.matches(':modal')")).isEqualTo(true);
    BoundingBox box = dialog(page).boundingBox();
    assertThat(List.of(box.x, box.y, box.width, box.height))
        .containsExactly(0.0, 0.0, 320.0, 640.0);
    assertThat(frame(page).evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    assertThat(WebChatForEverybodyIT.barriers(frame(page))).isEmpty();
    screenshot(page, "widget-phone");
    page.setViewportSize(800, 600); // turned
    assertThat(dialog(page).evaluate("e => e.matches(':modal')")).isEqualTo(false);
    assertThat(inside(page).locator(".said.mine .text")).hasText("desde el teléfono");
    page.setViewportSize(320, 640);
    inside(page).getByRole(AriaRole.BUTTON, button("Cerrar el chat")).tap();
    assertThat(dialog(page)).isHidden();
    assertThat(opener(page)).isFocused();
  }

  @Test
  void worksWhereTheBrowserKeepsNothing() {
    Page page = visit(shop, options -> {});
    page.addInitScript(
        """
        for (const name of ["localStorage", "sessionStorage"]) {
          Object.defineProperty(window, name, {get() { throw new DOMException("no", "SecurityError"); }});
        }\
        """);
    page.reload();
    opener(page).click();
    talk(page, "sin memoria");
    talk(page, "y otra vez");
    assertThat(inside(page).locator(".said.mine")).hasCount(2);
  }

  @Test
  void neitherPageReachesTheOther() {
    Page page = visit(shop, options -> {});
    opener(page).click();
    talk(page, "en secreto");
    assertThat(
            page.evaluate(
                "document.querySelector('session-manager-chat').shadowRoot"
                    + ".querySelector('iframe').contentDocument"))
        .isNull();
    String tried = "() => { try { %s; return 'done'; } catch (e) { return e.name; } }";
    assertThat(frame(page).evaluate(tried.formatted("parent.document.title")))
        .isEqualTo("SecurityError");
    assertThat(frame(page).evaluate(tried.formatted("top.location.href = 'about:blank'")))
        .isEqualTo("SecurityError");
    // Nobody else's message closes the chat or has it do anything.
    page.evaluate("postMessage({chat: 'close'}, '*')");
    assertThat(dialog(page)).isVisible();
  }

  @Test
  void looksAsThePageWishes() {
    ATTRIBUTES.set(
        "data-language=\"en\" data-side=\"left\" data-theme=\"dark\" data-label=\"Ask us\""
            + " data-agent=\"ecobot\" data-colour=\"#ffd75e\"");
    Page page = visit(shop, options -> options.setReducedMotion(ReducedMotion.REDUCE));
    assertThat(opener(page)).hasAccessibleName("Ask us");
    assertThat(opener(page)).hasCSS("color", "rgb(0, 0, 0)");
    assertThat(opener(page).boundingBox().x).isEqualTo(20);
    opener(page).click();
    assertThat(dialog(page)).hasCSS("animation-name", "none");
    assertThat(inside(page).locator("html")).hasAttribute("lang", "en");
    assertThat(inside(page).locator("body")).hasCSS("background-color", "rgb(23, 25, 30)");
    assertThat(inside(page).locator("#title")).containsText("EcoBot");
    assertThat(inside(page).locator(".example")).hasCount(3);
    screenshot(page, "widget-dark");
    inside(page).locator(".example").first().click();
    assertThat(answer(page).locator("h3")).containsText("EcoBot");
    assertThat(answer(page)).hasAttribute("aria-busy", "false");
    Page moving = visit(shop, options -> options.setReducedMotion(ReducedMotion.NO_PREFERENCE));
    opener(moving).click();
    assertThat(dialog(moving)).hasCSS("animation-name", "come");
  }

  @Test
  void showsThatAnAnswerHasComeWhileItWasClosed() throws Exception {
    Page page = visit(shop, options -> {});
    opener(page).click();
    Hanging answer = chromium.agent.hangsAfter("a ver");
    inside(page).locator("#text").fill("tarda");
    inside(page).locator("#text").press("Enter");
    assertThat(answer(page)).containsText("a ver");
    inside(page).getByRole(AriaRole.BUTTON, button("Cerrar el chat")).click();
    answer.release();
    assertThat(page.locator("session-manager-chat .spoken")).containsText("respuesta nueva");
    assertThat(opener(page)).hasClass(Pattern.compile("\\bnews\\b"));
    opener(page).click();
    assertThat(opener(page)).not().hasClass(Pattern.compile("\\bnews\\b"));
    assertThat(answer(page).locator(".text")).hasText("a ver end");
  }
}

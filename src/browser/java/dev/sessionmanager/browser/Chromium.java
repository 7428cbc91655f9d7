package dev.sessionmanager.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Agent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A real browser before a service of its own, with an agent that does what a test tells it. The
 * browser is the system's: {@code /usr/bin/chromium}, or the one that {@code CHROMIUM} names. Only
 * for the thread that made it.
 */
final class Chromium implements AutoCloseable {

  /** Longer than anything takes that works, on a busy machine too. */
  static final double PATIENCE_MS = 20_000;

  final EchoAgent agent = new EchoAgent("eco", Agent.Kind.PERSONA);
  final Service service;
  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();

  Chromium(String... settings) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    service = Service.startWith(List.of(agent), settings);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    String path = Objects.requireNonNullElse(System.getenv("CHROMIUM"), "/usr/bin/chromium");
    browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(Path.of(path)));
  }

  /** The chat in a window of its own, as a browser of a Spanish speaker has it. */
  Chat chat() {
    return chat(options -> {});
  }

  Chat chat(Consumer<Browser.NewContextOptions> wishes) {
    return new Chat(page(wishes)).visit();
  }

  /** An empty page; what it refuses to load or run fails the test that looks. */
  Page page(Consumer<Browser.NewContextOptions> wishes) {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setBaseURL("http://localhost:" + service.port())
            .setLocale("es-AR")
            .setViewportSize(1200, 800)
            .setPermissions(List.of("clipboard-read", "clipboard-write"));
    wishes.accept(options);
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      if (message.text().contains("Content Security Policy")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    return page;
  }

  /** What pages were refused by their policy, and errors that nobody caught. */
  List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
    service.close();
  }
}

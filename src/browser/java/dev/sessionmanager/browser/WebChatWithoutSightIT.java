package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.browser.AccessibilityTree.Node;
import dev.sessionmanager.gateway.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The web chat in a real browser: as a screen reader has it, by keyboard alone, aloud, and for who
 * sees little of it or wants it still.
 */
class WebChatWithoutSightIT {

  private static final Chromium CHROMIUM = new Chromium();

  /** What is used by a screen reader's keys, and says nothing without a name. */
  private static final Set<String> USED =
      Set.of("button", "link", "textbox", "searchbox", "combobox", "radio", "switch", "menuitem");

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

  private static void everythingHasAName(AccessibilityTree tree) {
    assertThat(tree.nodes().stream().filter(node -> USED.contains(node.role())))
        .isNotEmpty()
        .allSatisfy(node -> assertThat(node.name()).as("%s", node).isNotBlank());
  }

  private static List<Node> live(AccessibilityTree tree) {
    return tree.nodes().stream()
        .filter(node -> !"off".equals(node.states().getOrDefault("live", "off")))
        .toList();
  }

  @Test
  void isReadFromTheFirstVisitToTheAnswer() throws Exception {
    Chat chat = CHROMIUM.chat().withoutAccount();
    AccessibilityTree first = AccessibilityTree.of(chat.page);
    everythingHasAName(first);
    assertThat(first.all("main")).hasSize(1);
    assertThat(first.names("navigation")).containsExactly("Conversaciones");
    assertThat(first.names("heading")).contains("¿Con quién querés hablar?");
    assertThat(first.names("textbox")).containsExactly("Escribile a eco");
    assertThat(first.all("button"))
        .anySatisfy(card -> {
          assertThat(card.name()).startsWith("EcoBot");
          assertThat(card.states()).containsEntry("pressed", "false");
        });

    Hanging answer =
        CHROMIUM.agent.hangsAfter("# Resumen\n\n- uno\n- dos\n\n| a | b |\n|--|--|\n| 1 | 2 |\n");
    chat.send("¿qué hay?");
    assertThat(chat.answer().locator("table")).isVisible();
    AccessibilityTree coming = AccessibilityTree.of(chat.page);
    everythingHasAName(coming);
    // That an answer has begun is said; its pieces are not, one over the other.
    assertThat(chat.page.locator("#announcements")).hasText("eco está respondiendo");
    assertThat(live(coming)).isNotEmpty();
    assertThat(live(coming)).noneMatch(node -> Set.of("article", "region").contains(node.role()));
    List<Node> articles = coming.all("article");
    assertThat(articles).hasSize(2);
    assertThat(articles.getLast().isBusy()).isTrue();
    assertThat(coming.names("button")).contains("Detener").doesNotContain("Enviar");
    assertThat(chat.text()).isFocused();

    answer.release();
    assertThat(chat.page.locator("#announcements")).containsText("Resumen");
    AccessibilityTree whole = AccessibilityTree.of(chat.page);
    everythingHasAName(whole);
    assertThat(whole.all("article").getLast().isBusy()).isFalse();
    assertThat(whole.names("heading")).anyMatch(name -> name.startsWith("Vos")).contains("Resumen");
    Node title =
        whole.nodes().stream().filter(node -> node.is("heading", "Resumen")).findFirst().get();
    assertThat(title.states()).containsEntry("level", "4"); // below the one that says who answers
    assertThat(whole.all("listitem")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(whole.all("table")).isNotEmpty();
    assertThat(whole.names("button"))
        .contains("Copiar", "Leer en voz alta", "Buena respuesta", "Mala respuesta", "Enviar");
    assertThat(whole.names("region")).contains("Lo dicho en la conversación", "Tabla");
  }

  @Test
  void goesByKeyboardFromTheFirstVisitToAnAnswerAndWhatFollows() {
    Chat chat = CHROMIUM.chat();
    assertThat(chat.page.locator(".cards")).isVisible();
    chat.page.locator("#agent").focus();
    Locator example = chat.page.locator(".card .example").first();
    for (int steps = 0; !isFocused(example); steps++) {
      assertThat(steps).as("steps to the first example").isLessThan(6);
      chat.page.keyboard().press("Tab");
    }
    String question = example.innerText();
    chat.page.keyboard().press("Enter");
    assertThat(chat.questions()).hasText(new String[] {question});
    assertThat(chat.answer()).hasAttribute("aria-busy", "false");
    chat.text().focus();
    Locator copy = chat.answer().locator(".copy");
    for (int steps = 0; !isFocused(copy); steps++) {
      assertThat(steps).as("steps back to what can be done with the answer").isLessThan(20);
      chat.page.keyboard().press("Shift+Tab");
    }
    chat.page.keyboard().press("Enter");
    assertThat(copy).hasAccessibleName("Copiado");
    assertThat(copy).isFocused();
  }

  private static boolean isFocused(Locator locator) {
    return (Boolean) locator.evaluate("e => e === document.activeElement");
  }

  /** The machine's voice, which a test cannot hear: keeps what it is given. */
  private static final String VOICE =
      """
      window.said = []; window.cancelled = 0;
      Object.defineProperty(window, "speechSynthesis", {value: {
        speak(one) { said.push({text: one.text, lang: one.lang}); window.speaking = one; },
        cancel() { cancelled++; const one = window.speaking; window.speaking = null; one?.onerror?.({error: "canceled"}); },
      }});
      """;

  @Test
  void readsAnAnswerAloudUntilItsEndOrUntilItIsStopped() {
    Page page = CHROMIUM.page(options -> {});
    page.addInitScript(VOICE);
    Chat chat = new Chat(page).visit().withoutAccount();
    CHROMIUM.agent.does(
        (prompt, chunk) -> Reply.of("<think>a ver</think>## Hola\n\nEsto es **así**."));
    chat.talk("leémelo");
    Locator speak = chat.answer().locator("[aria-pressed]").first();
    assertThat(speak).hasAccessibleName("Leer en voz alta");
    speak.click();
    assertThat(speak).hasAccessibleName("Dejar de leer");
    assertThat(speak).hasAttribute("aria-pressed", "true");
    assertThat((String) page.evaluate("said[0].text"))
        .contains("Hola")
        .contains("Esto es así.")
        .doesNotContain("*", "#", "a ver");
    assertThat(page.evaluate("said[0].lang")).isEqualTo("es");
    page.evaluate("speaking.onend()");
    assertThat(speak).hasAccessibleName("Leer en voz alta");

    speak.click();
    page.evaluate("cancelled = 0");
    speak.click();
    assertThat(speak).hasAttribute("aria-pressed", "false");
    assertThat(page.evaluate("cancelled > 0")).isEqualTo(true);
    speak.click();
    assertThat(speak).hasAttribute("aria-pressed", "true");
    page.evaluate("cancelled = 0");
    page.locator("#new").click(); // nobody hears on of what they have left
    assertThat(page.evaluate("cancelled > 0")).isEqualTo(true);
    assertThat(page.evaluate("said.length")).isEqualTo(3);
  }

  @Test
  void movesNothingForWhoWantsItStill() throws Exception {
    Chat chat =
        CHROMIUM.chat(options -> options.setReducedMotion(ReducedMotion.REDUCE)).withoutAccount();
    Hanging answer = CHROMIUM.agent.hangsAfter();
    chat.send("despacio");
    assertThat(chat.page.locator(".waiting")).isVisible();
    answer.awaitBegun();
    assertThat(chat.page.evaluate("document.getAnimations().length")).isEqualTo(0);
    answer.release();
    assertThat(chat.answer().locator(".text")).containsText("end");
    Chat moving =
        CHROMIUM
            .chat(options -> options.setReducedMotion(ReducedMotion.NO_PREFERENCE))
            .withoutAccount();
    Hanging other = CHROMIUM.agent.hangsAfter();
    moving.send("como siempre");
    assertThat(moving.page.locator(".waiting")).isVisible();
    assertThat((Integer) moving.page.evaluate("document.getAnimations().length")).isPositive();
    other.release();
  }

  @Test
  void needsNoScrollingToTheSideAtFourTimesTheSizeNorOnTheNarrowestPhone() {
    String wide =
        "| uno | dos | tres | cuatro | cinco |\n|--|--|--|--|--|\n| "
            + "palabra | ".repeat(5)
            + "\n\n```python\n"
            + "x = '"
            + "larga ".repeat(30)
            + "'\n```\n\n$$"
            + "a + ".repeat(40)
            + "b$$\n\n"
            + "Donaudampfschifffahrt".repeat(8)
            + "\n\nhttps://example.org/"
            + "camino/".repeat(30);
    // 320 by 256 is what a window of 1280 by 1024 leaves at 400 %.
    for (int height : new int[] {256, 640}) {
      Chat chat = CHROMIUM.chat(options -> options.setViewportSize(320, height)).withoutAccount();
      fits(chat.page);
      CHROMIUM.agent.does((prompt, chunk) -> Reply.of(wide));
      chat.talk("a".repeat(200));
      assertThat(chat.answer().locator(".katex-display")).isVisible();
      fits(chat.page);
      screenshot(chat.page, "narrow-" + height);
      for (String dialog : List.of("settings", "keys")) {
        chat.button("Conversaciones").click();
        fits(chat.page);
        chat.choose("#account", dialog);
        assertThat(chat.page.locator("dialog")).isVisible();
        screenshot(chat.page, "narrow-" + height + "-" + dialog);
        assertThat(
                chat.page
                    .locator("dialog")
                    .evaluate(
                        """
                        e => [...e.querySelectorAll("*")]
                          .filter(one => one.getBoundingClientRect().right > e.getBoundingClientRect().left + e.clientLeft + e.clientWidth)
                          .map(one => one.outerHTML.slice(0, 80))\
                        """))
            .as(dialog)
            .isEqualTo(List.of());
        fits(chat.page);
        chat.page.keyboard().press("Escape");
        assertThat(chat.page.locator("dialog")).hasCount(0);
        if (chat.page.locator("#side").isVisible()) {
          chat.page.keyboard().press("Escape");
        }
      }
      chat.text().scrollIntoViewIfNeeded();
      assertThat(chat.text()).isInViewport();
    }
  }

  private static void fits(Page page) {
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
  }

  private static void screenshot(Page page, String name) {
    String folder = System.getProperty("looks", "");
    if (!folder.isEmpty()) {
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of(folder, name + ".png")));
    }
  }
}

package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.sessionmanager.gateway.Reply;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The web chat in a real browser: what one does with what was said. */
class WebChatAfterwardsIT {

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

  private static Locator item(Chat chat, String id) {
    return chat.page.locator(":popover-open [data-id=" + id + "]");
  }

  @Test
  void changesAMessageAndGoesOnFromThereKeepingTheVersions() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.talk("primero");
    chat.talk("segundo");
    chat.text().press("ArrowUp");
    Locator field = chat.page.locator(".edit textarea");
    assertThat(field).isFocused();
    assertThat(field).hasValue("segundo");
    field.press("Escape");
    assertThat(chat.text()).isFocused();

    chat.page.locator(".turn").first().hover();
    chat.page.locator(".edit-switch").first().click();
    field.fill("primero, mejor dicho");
    field.press("Enter");
    assertThat(chat.questions()).hasText(new String[] {"primero, mejor dicho"});
    assertThat(chat.answer().locator(".text")).hasText("primero, mejor dicho");
    Locator versions = chat.page.locator(".versions");
    assertThat(versions).containsText("2/2");

    chat.button("Versión anterior").click();
    assertThat(chat.questions()).hasText(new String[] {"primero", "segundo"});
    assertThat(versions).containsText("1/2");
    chat.page.reload();
    assertThat(chat.questions()).hasText(new String[] {"primero", "segundo"});
    chat.button("Versión siguiente").click();
    assertThat(chat.questions()).hasText(new String[] {"primero, mejor dicho"});
  }

  @Test
  void hasAnAnswerMadeAgainByTheSameOrAnotherAgent() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.talk("¿Qué es la inflación?");
    CHROMIUM.agent.does((prompt, chunk) -> Reply.of("otra vez"));
    chat.choose(chat.answer().locator(".again"), "again");
    assertThat(chat.answer().locator(".text")).hasText("otra vez");
    chat.choose(chat.answer().locator(".again"), "again-ecobot");
    assertThat(chat.answer().locator(".text")).containsText("aumento general");
    assertThat(chat.answer().locator("h3")).containsText("EcoBot");
    assertThat(chat.page.locator(".versions")).containsText("3/3");
    assertThat(chat.questions()).hasCount(1);
  }

  @Test
  void keepsWhatTheReaderThinksOfAnAnswer() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.talk("opinable");
    Locator good = chat.answer().locator(".rate-up");
    Locator bad = chat.answer().locator(".rate-down");
    good.click();
    assertThat(good).hasAttribute("aria-pressed", "true");
    bad.click();
    assertThat(good).hasAttribute("aria-pressed", "false");
    chat.page.locator(".blame input").fill("no responde");
    chat.page.locator(".blame input").press("Enter");
    assertThat(chat.page.locator(".blame")).hasCount(0);
    chat.page.reload();
    assertThat(bad).hasAttribute("aria-pressed", "true");
    bad.click();
    assertThat(bad).hasAttribute("aria-pressed", "false");
    chat.page.reload();
    assertThat(bad).hasAttribute("aria-pressed", "false");
  }

  @Test
  void pinsPutsAwayAndDeletesWithAWayBack() {
    Chat chat = CHROMIUM.chat().withoutAccount();
    chat.talk("la primera");
    chat.page.locator("#new").click();
    chat.talk("la segunda");
    assertThat(chat.conversations()).containsText(new String[] {"la segunda", "la primera"});
    chat.choose(chat.menuOf("la primera"), "pin");
    assertThat(chat.conversations()).containsText(new String[] {"la primera", "la segunda"});
    assertThat(chat.page.locator("#conversations h3").first()).hasText("Fijadas");
    chat.menuOf("la primera").click();
    assertThat(item(chat, "pin")).hasText("Dejar de fijar");
    item(chat, "pin").click();
    assertThat(chat.conversations()).containsText(new String[] {"la segunda", "la primera"});

    chat.choose(chat.menuOf("la primera"), "archive");
    assertThat(chat.conversations()).containsText(new String[] {"la segunda"});
    chat.choose("#account", "archive-list");
    assertThat(chat.conversations()).containsText(new String[] {"la primera"});
    chat.choose(chat.menuOf("la primera"), "archive");
    chat.choose("#account", "archive-list");
    assertThat(chat.conversations()).containsText(new String[] {"la segunda", "la primera"});

    chat.choose(chat.menuOf("la segunda"), "delete");
    assertThat(chat.conversations()).containsText(new String[] {"la primera"});
    assertThat(chat.page.locator(".cards")).isVisible(); // what was open is gone
    chat.button("Deshacer").click();
    assertThat(chat.conversations()).containsText(new String[] {"la segunda", "la primera"});
  }

  @Test
  void keepsAnAccountInOrder() throws Exception {
    Chat other = CHROMIUM.chat();
    other.page.locator("#login-switch").click();
    other.logIn("user_2", "5678");
    assertThat(other.page.locator("#who")).hasText("user_2");
    Chat chat = CHROMIUM.chat();
    chat.page.locator("#login-switch").click();
    chat.logIn("user_2", "5678");
    assertThat(chat.page.locator("#who")).hasText("user_2");
    chat.choose("#account", "account-dialog");
    Locator account = chat.page.locator("#account-dialog");
    assertThat(account.getByText("Esta pestaña")).isVisible();
    assertThat(WebChatForEverybodyIT.barriers(chat.page)).isEmpty();
    account.locator("[name=name]").fill("editor");
    account.locator("[name=name]").press("Enter");
    assertThat(account.locator("#new-key")).hasValue(Pattern.compile("^sm-.{20,}"));
    chat.button("Revocar").click();
    assertThat(chat.button("Revocar")).hasCount(0);
    account.locator("[name=current_password]").fill("wrong");
    account.locator("[name=new_password]").fill("caballo batería grapa");
    account.locator("[name=new_password]").press("Enter");
    assertThat(account.locator(".problem")).isVisible();
    account.locator("[name=current_password]").fill("5678");
    account.locator("[name=new_password]").press("Enter");
    assertThat(account.locator("[role=status]")).containsText("Contraseña cambiada");
    chat.page.keyboard().press("Escape");
    chat.choose("eco");
    chat.talk("sigo aquí");
    other.send("ya no");
    assertThat(other.page.locator("#login")).containsText("terminó");
  }
}

package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sessionmanager.Service.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The web chat in a real browser: what goes by a link, and what the operator sets of it. */
class WebChatSharedIT {

  private static final Chromium CHROMIUM =
      new Chromium(
          "conversations.shared-without-login=true",
          "branding.name=Casa Ñandú",
          "branding.colour=#e07b00");

  @AfterAll
  static void close() {
    CHROMIUM.close();
  }

  @AfterEach
  void nothingWasRefusedOrBroke() {
    assertThat(CHROMIUM.complaints()).isEmpty();
  }

  @Test
  void sharesWhatWasSaidUntilItIsTakenBack() throws Exception {
    CHROMIUM.agent.repeats();
    Chat chat = CHROMIUM.chat().enter();
    chat.choose("ecobot");
    chat.talk("gráfico de oferta y demanda");
    chat.choose("#conversation", "share");
    chat.button("Crear un enlace").click();
    String link = chat.page.locator("#link").inputValue();
    assertThat(WebChatForEverybodyIT.barriers(chat.page)).isEmpty();

    Page stranger = CHROMIUM.page(options -> {});
    stranger.navigate(link);
    Chat reader = new Chat(stranger);
    assertThat(reader.questions()).hasText(new String[] {"gráfico de oferta y demanda"});
    assertThat(reader.answer().locator("img")).hasJSProperty("complete", true);
    assertThat((Integer) reader.answer().locator("img").evaluate("i => i.naturalWidth"))
        .isGreaterThan(100);
    assertThat(stranger.locator("#read-only")).containsText("por un enlace");
    assertThat(reader.text()).hasCount(0);
    assertThat(stranger.locator(".rate-up, .again, .edit-switch")).hasCount(0);
    assertThat(WebChatForEverybodyIT.barriers(stranger)).isEmpty();

    chat.button("Retirar").click();
    assertThat(chat.button("Retirar")).hasCount(0);
    stranger.reload();
    assertThat(stranger.getByRole(AriaRole.ALERT)).isVisible();
    assertThat(reader.questions()).hasCount(0);
  }

  @Test
  void hasANewUserChooseThePasswordByALink() {
    Answer made =
        CHROMIUM.service.post("/admin/users", "{\"username\":\"nueva\",\"role\":\"USER\"}");
    Page page = CHROMIUM.page(options -> {});
    page.navigate(made.text("/link/path"));
    assertThat(page.locator("dialog input[name=username]")).hasValue("nueva");
    page.locator("dialog input[name=password]").fill("corta");
    page.keyboard().press("Enter");
    assertThat(page.locator("dialog .problem")).containsText("8");
    page.locator("dialog input[name=password]").fill("caballo batería grapa");
    page.keyboard().press("Enter");
    assertThat(page.locator("#who")).hasText("nueva");
    Page again = CHROMIUM.page(options -> {});
    again.navigate(made.text("/link/path"));
    assertThat(again.locator("dialog")).containsText("ya se usó");
  }

  @Test
  void wearsTheOperatorsDress() throws Exception {
    Chat chat = CHROMIUM.chat().withoutAccount();
    assertThat(chat.page.locator(".brand")).containsText("Casa Ñandú");
    assertThat(chat.page).hasTitle("Conversación nueva · Casa Ñandú");
    chat.text().fill("con color");
    assertThat(WebChatForEverybodyIT.barriers(chat.page)).isEmpty();
  }
}

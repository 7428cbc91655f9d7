package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** The chat as its user sees it. */
final class Chat {

  final Page page;

  Chat(Page page) {
    this.page = page;
  }

  Chat visit() {
    page.navigate("/");
    return this;
  }

  /** Fills in the dialog, once it is there. */
  void logIn(String username, String password) {
    page.locator("#login input[name=username]").fill(username);
    page.locator("#login input[name=password]").fill(password);
    page.locator("#login button[type=submit]").click();
  }

  /** Opens the dialog and logs in; the test's own agent is chosen then. */
  Chat enter() {
    page.locator("#login-switch").click();
    logIn("user_1", "1234");
    return ready("user_1");
  }

  /** As a guest, whom nobody asks for anything; the test's own agent is chosen then. */
  Chat withoutAccount() {
    return ready("sin cuenta");
  }

  private Chat ready(String who) {
    assertThat(page.locator("#who")).hasText(Pattern.compile(who + "|no account"));
    assertThat(page.locator(".cards")).isVisible();
    choose("eco");
    return this;
  }

  void choose(String agent) {
    choose("#agent", agent);
  }

  /** Opens a menu by its button and takes one thing of it. */
  void choose(String menu, String item) {
    choose(page.locator(menu), item);
  }

  void choose(Locator menu, String item) {
    menu.click();
    page.locator(":popover-open [data-id='" + item + "']").click();
  }

  /** The menu of a conversation of the list. */
  Locator menuOf(String title) {
    return page.locator("#conversations li")
        .filter(new Locator.FilterOptions().setHasText(title))
        .locator("[aria-haspopup]")
        .first();
  }

  void send(String text) {
    text().fill(text);
    text().press("Enter");
  }

  /** Asks, and waits for the whole answer. */
  void talk(String text) {
    send(text);
    assertThat(answer()).hasAttribute("aria-busy", "false");
    assertThat(page.locator("#send")).isVisible();
  }

  Locator text() {
    return page.locator("#text");
  }

  /** The last answer. */
  Locator answer() {
    return page.locator(".said.theirs").last();
  }

  Locator questions() {
    return page.locator(".said.mine .text");
  }

  Locator conversations() {
    return page.locator("#conversations .open");
  }

  Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }
}

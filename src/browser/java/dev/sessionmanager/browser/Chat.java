package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

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

  /** Logged in, and the test's own agent chosen. */
  Chat enter() {
    logIn("user_1", "1234");
    return ready();
  }

  Chat withoutAccount() {
    page.locator("#anonymous button").click();
    return ready();
  }

  private Chat ready() {
    assertThat(page.locator("#login")).hasCount(0);
    choose("eco");
    return this;
  }

  void choose(String agent) {
    page.locator("#agent").selectOption(agent);
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

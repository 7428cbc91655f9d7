package dev.sessionmanager.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sessionmanager.Operator;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The operator's page as its reader sees it. */
record Admin(Page page) {

  /** Opens it by the operator's link, at a view. */
  static Admin visit(Chromium chromium, Consumer<Browser.NewContextOptions> wishes) {
    Page page = chromium.page(wishes);
    page.navigate("/app/admin.html#" + Operator.token(chromium.service.data));
    assertThat(page).hasURL(Pattern.compile("/app/admin.html$"));
    assertThat(page.locator("#connection")).hasAttribute("data-state", "connected");
    return new Admin(page);
  }

  static Admin visit(Chromium chromium) {
    return visit(chromium, options -> {});
  }

  /** By the side, where it is in sight. */
  Admin open(String view) {
    page.locator("#side a[data-id=" + view + "]").click();
    assertThat(page.locator("#view")).hasAttribute("data-view", view);
    return this;
  }

  /** By the address. */
  Admin go(String hash) {
    page.evaluate("hash => location.hash = hash", "#" + hash);
    return this;
  }

  Locator row(String table, String text) {
    return page.locator("#" + table + " tbody tr")
        .filter(new Locator.FilterOptions().setHasText(text));
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** The dialog's own button. */
  Locator submit() {
    return page.locator("dialog.ask button:not([type])");
  }

  /** One thing of a menu. */
  void choose(String menu, String item) {
    button(menu).click();
    page.locator(":popover-open [data-id='" + item + "']").click();
  }
}

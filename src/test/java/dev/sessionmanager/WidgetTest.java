package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.Service.Answer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose pages may have the chat in a frame. */
class WidgetTest {

  private static final String POLICY = "Content-Security-Policy";

  @Test
  void isFramedByTheOriginsThatAreNamedAndNoOther() {
    try (Service service =
        Service.start("widget.origins=https://shop.example.org, http://localhost:3000")) {
      Answer page = service.get("/app/embed?agent=royal", Service.FORWARDED, "192.0.2.1");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Content-Type")).startsWith("text/html");
      assertThat(page.header(POLICY))
          .endsWith("; frame-ancestors https://shop.example.org http://localhost:3000")
          .contains("script-src 'self';");
      for (String path :
          new String[] {"/app/", "/app/c/1", "/app/admin.html", "/app/embed/", "/app/%65mbed"}) {
        assertThat(service.get(path).header(POLICY)).as(path).endsWith("frame-ancestors 'none'");
      }
      Answer script =
          service.get("/widget.js", Service.FORWARDED, "192.0.2.1", "Sec-Fetch-Site", "cross-site");
      assertThat(script.status()).isEqualTo(200);
      assertThat(script.header("Content-Type")).startsWith("text/javascript");
      assertThat(script.header("Set-Cookie")).isEmpty();
      Matcher asked = Pattern.compile("sandbox: \"([^\"]+)\"").matcher(script.raw().body());
      assertThat(asked.find()).isTrue();
      assertThat(page.header(POLICY)).contains("; sandbox " + asked.group(1) + "; ");
    }
  }

  @Test
  void isFramedByNobodyWhereNothingIsSet() {
    try (Service service = Service.start()) {
      assertThat(service.get("/app/embed").header(POLICY)).endsWith("; frame-ancestors 'none'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.example.org",
        "https://shop.example.org/",
        "https://*.example.org",
        "*",
        "https://a.example; script-src *"
      })
  void refusesToStartWithWhatIsNoOrigin(String wrong) {
    assertThatThrownBy(() -> Service.start("widget.origins=" + wrong).close())
        .hasStackTraceContaining("widget.origins must be origins like https://shop.example.org");
  }
}

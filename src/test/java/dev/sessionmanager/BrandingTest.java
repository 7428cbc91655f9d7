package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.Service.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the pages present whoever runs the service. */
class BrandingTest {

  @TempDir private Path folder;

  @Test
  void saysNothingWhereNothingIsSet() {
    try (Service service = Service.start()) {
      Answer branding = service.get("/branding", Service.FORWARDED, "192.0.2.1");
      assertThat(branding.status()).as("a stranger").isEqualTo(200);
      assertThat(branding.json().properties()).hasSize(6).allMatch(one -> one.getValue().isNull());
      assertThat(service.get("/branding/logo").status()).isEqualTo(404);
    }
  }

  @Test
  void servesAFileAsTheLogo() throws Exception {
    Path logo = Files.writeString(folder.resolve("logo.svg"), "<svg/>");
    try (Service service =
        Service.start(
            "branding.name=Joyería Royal", "branding.colour=#1d4ed8", "branding.logo=" + logo)) {
      assertThat(service.get("/branding").text("/name")).isEqualTo("Joyería Royal");
      String path = service.get("/branding").text("/logo");
      Answer picture = service.get(path);
      assertThat(picture.raw().body()).isEqualTo("<svg/>");
      assertThat(picture.header("Content-Type")).isEqualTo("image/svg+xml");
      assertThat(picture.header("Content-Security-Policy")).contains("img-src 'self' blob:;");
    }
  }

  @Test
  void letsPagesFetchALogoFromItsAddressAndFromNowhereElse() {
    try (Service service = Service.start("branding.logo=https://cdn.example.org:8443/a/logo.png")) {
      Answer branding = service.get("/branding");
      assertThat(branding.text("/logo")).isEqualTo("https://cdn.example.org:8443/a/logo.png");
      assertThat(branding.header("Content-Security-Policy"))
          .contains("img-src 'self' blob: https://cdn.example.org:8443;");
    }
  }

  @Test
  void refusesToStartWithWhatCannotBe() {
    for (String wrong :
        new String[] {
          "branding.colour=blue",
          "branding.imprint=javascript:alert(1)",
          "branding.privacy=//elsewhere",
          "branding.logo=/nowhere/logo.png",
          "branding.logo=https://"
        }) {
      assertThatThrownBy(() -> Service.start(wrong).close())
          .as(wrong)
          .hasStackTraceContaining(wrong.substring(0, wrong.indexOf('=')));
    }
  }
}

package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the pages present whoever runs the service: one call, which everybody may make. */
@RestController
class BrandingController {

  private static final String LOGO = "/branding/logo";

  /** Bytes of a logo: pages are to be there at once. */
  private static final int LOGO_MAX = 512 * 1024;

  private static final Map<String, String> TYPES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "webp", "image/webp",
          "svg", "image/svg+xml");

  private final BrandingSettings settings;
  private final MediaType type;
  private final byte[] logo;

  BrandingController(BrandingSettings settings) {
    this.settings = settings;
    boolean file = !settings.logo().isBlank() && !settings.logoIsElsewhere();
    this.logo = file ? read(Path.of(settings.logo())) : new byte[0];
    this.type = file ? type(settings.logo()) : MediaType.IMAGE_PNG;
  }

  private static byte[] read(Path file) {
    try {
      WrongSetting.when(
          Files.size(file) > LOGO_MAX,
          "branding.logo is larger than " + LOGO_MAX / 1024 + " KB: give a smaller picture.");
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new WrongSetting(
          "branding.logo cannot be read from "
              + file.toAbsolutePath()
              + "; give a file, or an address that begins with https://.",
          e);
    }
  }

  private static MediaType type(String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String type = TYPES.get(ending);
    if (type == null) {
      throw new WrongSetting("branding.logo must end with .png, .jpg, .jpeg, .webp or .svg.");
    }
    return MediaType.parseMediaType(type);
  }

  /**
   * Null for what is as it comes.
   *
   * @param logo where it is fetched
   * @param colour like #1d4ed8
   */
  record Branding(
      @Nullable String name,
      @Nullable String logo,
      @Nullable String colour,
      @Nullable String greeting,
      @Nullable String imprint,
      @Nullable String privacy) {}

  @GetMapping("/branding")
  Branding branding() {
    String address = settings.logoIsElsewhere() ? settings.logo() : LOGO;
    return new Branding(
        given(settings.name()),
        settings.logo().isBlank() ? null : address,
        given(settings.colour()),
        given(settings.greeting()),
        given(settings.imprint()),
        given(settings.privacy()));
  }

  private static @Nullable String given(String text) {
    return text.isBlank() ? null : text.strip();
  }

  @GetMapping(LOGO)
  ResponseEntity<byte[]> logo() {
    if (logo.length == 0) {
      throw new Problem(Kind.NOT_FOUND);
    }
    return ResponseEntity.ok().contentType(type).body(logo);
  }
}

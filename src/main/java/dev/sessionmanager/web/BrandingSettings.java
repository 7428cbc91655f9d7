package dev.sessionmanager.web;

import dev.sessionmanager.problem.WrongSetting;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the pages present whoever runs the service; empty for what is as it comes.
 *
 * @param name in the title and above the chat ({@code branding.name})
 * @param logo a file (PNG, JPEG, WebP or SVG), or an address that begins with https:// ({@code
 *     branding.logo})
 * @param colour of buttons and links, like #1d4ed8 ({@code branding.colour})
 * @param greeting above the empty chat ({@code branding.greeting})
 * @param imprint an address or a path ({@code branding.imprint})
 * @param privacy an address or a path ({@code branding.privacy})
 */
@ConfigurationProperties("branding")
record BrandingSettings(
    String name, String logo, String colour, String greeting, String imprint, String privacy) {

  private static final String HTTPS = "https://";

  private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

  BrandingSettings {
    WrongSetting.when(
        !colour.isBlank() && !COLOUR.matcher(colour).matches(),
        "branding.colour must be # and six hexadecimal digits, like #1d4ed8.");
    WrongSetting.when(
        !link(imprint) || !link(privacy),
        "branding.imprint and branding.privacy must begin with https://, http:// or /.");
    WrongSetting.when(
        logo.startsWith(HTTPS) && origin(logo) == null,
        "branding.logo is no address: give a file, or one that begins with https://.");
  }

  private static boolean link(String text) {
    return text.isBlank()
        || text.startsWith(HTTPS)
        || text.startsWith("http://")
        || (text.startsWith("/") && !text.startsWith("//"));
  }

  /** Whether the logo is somewhere else, so that browsers fetch it there. */
  boolean logoIsElsewhere() {
    return logo.startsWith(HTTPS);
  }

  /** Where browsers fetch the logo; null where that is here. */
  @Nullable String logoOrigin() {
    return logoIsElsewhere() ? origin(logo) : null;
  }

  private static @Nullable String origin(String address) {
    try {
      URI uri = URI.create(address);
      return uri.getHost() == null
          ? null
          : HTTPS + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    } catch (IllegalArgumentException none) {
      return null;
    }
  }
}

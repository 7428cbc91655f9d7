package dev.sessionmanager.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.problem.WrongSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database, as {@code postgresql://user:password@host:port/name} has it: the form of
 * libpq and of most programs. What follows a question mark ({@code sslmode=require}) is the
 * driver's.
 *
 * @param jdbc the same as the driver wants it, without user and password
 * @param place host, port and name, for the operator
 */
record DatabaseUrl(String jdbc, String place, @Nullable String user, @Nullable String password) {

  private static final String FORM = " must be like postgresql://user:password@host:5432/name.";

  private static final int PORT = 5432;

  /**
   * Reads a setting.
   *
   * @param setting its name, for the operator; the value has a password in it and is never shown
   */
  static DatabaseUrl of(String setting, String url) {
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException unreadable) {
      throw new WrongSetting(
          setting
              + FORM
              + " Other characters than letters and digits in a password are written %XX.");
    }
    String scheme = uri.getScheme();
    WrongSetting.unless("postgresql".equals(scheme) || "postgres".equals(scheme), setting + FORM);
    String path = uri.getPath() == null ? "" : uri.getPath();
    WrongSetting.when(uri.getHost() == null || path.length() < 2, setting + FORM);
    String place = uri.getHost() + ':' + (uri.getPort() < 0 ? PORT : uri.getPort());
    String query = uri.getRawQuery() == null ? "" : '?' + uri.getRawQuery();
    String[] who =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    return new DatabaseUrl(
        "jdbc:postgresql://" + place + uri.getRawPath() + query,
        place + path,
        who.length > 0 ? decoded(who[0]) : null,
        who.length > 1 ? decoded(who[1]) : null);
  }

  /** A plus is a plus, not a space as in a form. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return place;
  }
}

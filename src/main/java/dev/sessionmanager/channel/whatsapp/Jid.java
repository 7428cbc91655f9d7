package dev.sessionmanager.channel.whatsapp;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An address of WhatsApp: {@code <digits>@s.whatsapp.net} a person by number, {@code <id>@lid} one
 * whose number is hidden, {@code <id>@g.us} a group, {@code status@broadcast} the stories.
 *
 * @param user before the {@code @}, without the device
 * @param server after it
 */
record Jid(String user, String server) {

  private static final String NUMBER = "s.whatsapp.net";
  private static final String HIDDEN = "lid";

  /** Characters; the longest, ids of groups, are far shorter. */
  private static final int MAX_LENGTH = 100;

  /** Null for what is no address; {@code 549…:12@…} is device 12 of the person. */
  static @Nullable Jid of(JsonNode node) {
    return of(node.isString() ? node.asString() : "");
  }

  static @Nullable Jid of(String text) {
    String jid = text.strip().toLowerCase(Locale.ROOT);
    int at = jid.indexOf('@');
    if (at < 1 || jid.length() > MAX_LENGTH) {
      return null;
    }
    String server = jid.substring(at + 1);
    String user = jid.substring(0, at);
    int device = user.indexOf(':');
    user = device < 0 ? user : user.substring(0, device);
    if (!user.matches("[a-z0-9._-]+") || !server.matches("[a-z0-9.]+")) {
      return null;
    }
    // The name of the same in WhatsApp's older addresses.
    return new Jid(user, server.equals("c.us") ? NUMBER : server);
  }

  boolean isNumber() {
    return server.equals(NUMBER) && user.matches("\\d{5,20}");
  }

  boolean isHidden() {
    return server.equals(HIDDEN);
  }

  boolean isGroup() {
    return server.equals("g.us");
  }

  boolean isStory() {
    return server.equals("broadcast") && user.equals("status");
  }

  /**
   * Whether both are one person's number. Argentina, Mexico and Brazil have numbers with and
   * without a digit for mobile phones, and WhatsApp uses both forms of one.
   */
  boolean sameNumber(Jid other) {
    return plain(user).equals(plain(other.user));
  }

  private static String plain(String number) {
    if (number.startsWith("549") && number.length() == 13) {
      return "54" + number.substring(3);
    }
    if (number.startsWith("521") && number.length() == 13) {
      return "52" + number.substring(3);
    }
    if (number.startsWith("55") && number.length() == 13 && number.charAt(4) == '9') {
      return number.substring(0, 4) + number.substring(5);
    }
    return number;
  }

  /** What Evolution takes as the number to send to. */
  String address() {
    return isNumber() ? user : toString();
  }

  @Override
  public String toString() {
    return user + '@' + server;
  }
}

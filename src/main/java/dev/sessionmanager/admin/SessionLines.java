package dev.sessionmanager.admin;

import dev.sessionmanager.session.Session;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Sessions as lines of text, in the form of the original's {@code list}: number, beginning of the
 * id, address, channel and user, when it came and was last seen. Any thread.
 */
@Component
class SessionLines {

  /** Digits of an id that people see and type. */
  static final int SHORT = 8;

  private final MessageSource messages;

  SessionLines(MessageSource messages) {
    this.messages = messages;
  }

  String line(int number, Session session, Locale locale) {
    Object[] arguments = {
      Integer.toString(number),
      shortened(session.id()),
      address(session.address()),
      clean(session.channel()),
      session.guest() ? "-" : clean(session.user().username()),
      session.startedAt().truncatedTo(ChronoUnit.SECONDS),
      session.lastSeen().truncatedTo(ChronoUnit.SECONDS)
    };
    return messages.getMessage("console.session", arguments, locale);
  }

  static String shortened(String id) {
    return id.substring(0, Math.min(SHORT, id.length()));
  }

  /** As Python writes a socket's address: {@code ('127.0.0.1', 53294)}, or without the port. */
  static String address(String address) {
    int colon = address.lastIndexOf(':');
    boolean port =
        colon > 0
            && colon < address.length() - 1
            && address.chars().skip(colon + 1L).allMatch(Character::isDigit)
            && (address.indexOf(':') == colon || address.charAt(colon - 1) == ']');
    return port
        ? "('" + host(address.substring(0, colon)) + "', " + address.substring(colon + 1) + ')'
        : "('" + host(address) + "',)";
  }

  private static String host(String host) {
    return clean(host).replace("[", "").replace("]", "");
  }

  /** Nothing that a client chose may move a terminal's cursor. */
  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}

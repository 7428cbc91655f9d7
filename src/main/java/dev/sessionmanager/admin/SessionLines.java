package dev.sessionmanager.admin;

import dev.sessionmanager.session.Session;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Sessions as lines of text, in the form of the original's {@code list}: number, beginning of the
 * id, address, channel and user, when the session began and was last seen. Any thread.
 */
@Component
class SessionLines {

  /** Digits of an id that people see and type. */
  static final int SHORT = 8;

  /** The device of a TCP connection, which says nothing about itself: its port. */
  private static final Pattern PORT = Pattern.compile("port (\\d{1,5})");

  private final MessageSource messages;

  SessionLines(MessageSource messages) {
    this.messages = messages;
  }

  String line(int number, Session session, Locale locale) {
    Object[] arguments = {
      Integer.toString(number),
      shortened(session.id()),
      address(session),
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

  /**
   * As Python writes a socket's address: {@code ('127.0.0.1', 53294)}; without the port where the
   * channel has not told it.
   */
  static String address(Session session) {
    Matcher port = PORT.matcher(session.device());
    String number = port.matches() ? ' ' + port.group(1) : "";
    return "('%s',%s)".formatted(clean(session.address()), number);
  }

  /** Nothing that a client chose may move a terminal's cursor. */
  private static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}

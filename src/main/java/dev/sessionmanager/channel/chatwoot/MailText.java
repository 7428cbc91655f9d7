package dev.sessionmanager.channel.chatwoot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The words of a mail that its sender has written: without the thread below them, signatures and
 * what telephones add. It knows the forms of Gmail, Apple Mail and Thunderbird (a line that says
 * who wrote when, then lines with {@code >}), of Outlook (a block of From, Sent, To, Subject) and
 * of older programs (a line "Original Message"), in the languages that these come in.
 */
final class MailText {

  /** A line that says who wrote is no longer than this; it may be broken into three. */
  private static final int ATTRIBUTION_MAX = 300;

  private static final int ATTRIBUTION_LINES = 3;

  /** Lines among which the rest of Outlook's block is. */
  private static final int BLOCK_LINES = 7;

  private static final String WROTE =
      "(?:wrote|writes|escribi[oó]|va escriure|escreveu|a [eé]crit|schrieb|geschrieben|ha"
          + " scritto|scrisse|schreef|geschreven|skrev|napisał\\(?a?\\)?|napsala?|nap[ií]sal|a"
          + " scris|написала?|пишет|写道|írta|kirjoitti|έγραψε|yazdı)";

  /** Ends like that, or with an address, and tells a day, an hour or an address. */
  private static final Pattern ATTRIBUTION =
      Pattern.compile(
          "(?iu)^.*(?:(?<!\\p{L})" + WROTE + "(?!\\p{L}).*|<[^<>\\s]+@[^<>\\s]+>\\s*)[:：]\\s*$");

  private static final Pattern WHEN_OR_WHO =
      Pattern.compile("\\b\\d{4}\\b|\\b\\d{1,2}[:.h]\\d{2}\\b|[^\\s@]+@[^\\s@]+\\.[^\\s@]+");

  private static final Pattern BEGINS =
      Pattern.compile(
          "(?iu)^(?:on|el|a las?|em|no dia|le|am|il|op|den|dnia|w dniu|dne|pe|på|kirjoitti|на|в|at)"
              + "(?!\\p{L}).*\\d.*|^.*<[^<>\\s]*@.*");

  private static final Pattern ORIGINAL =
      Pattern.compile(
          "(?iu)^[\\s>*]*[-_=—]{2,}\\s*(?:original message|original appointment|mensaje original"
              + "|mensagem original|message d['’]origine|message original|messaggio originale"
              + "|urspr[uü]ngliche (?:nachricht|mail)|oorspronkelijk bericht"
              + "|ursprungligt meddelande|missatge original|reply message)\\s*[-_=—]*[\\s*]*$");

  private static final Pattern FROM =
      Pattern.compile("(?iu)^[\\s*]*(?:from|de|von|da|van|från|fra|od|от|发件人)\\s*[:：][\\s*]*\\S.*");

  private static final Pattern FIELD =
      Pattern.compile(
          "(?iu)^[\\s*]*(?:sent|date|to|cc|subject|enviad[oa](?: el| em)?|fecha|data|para|asunto"
              + "|assunto|gesendet|datum|an|betreff|envoy[eé](?: le)?|[aà]|objet|inviato|oggetto"
              + "|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|发送时间|收件人|主题)"
              + "\\s*[:：].*");

  private static final Pattern LINE = Pattern.compile("^[\\s*]*[_—–-]{10,}[\\s*]*$");

  private static final Pattern SIGNATURE = Pattern.compile("^--\\s*$");

  private static final Pattern TELEPHONE =
      Pattern.compile(
          "(?iu)^\\W*(?:sent from|sent via|sent with|get outlook|obtener outlook|obtenga outlook"
              + "|obter o outlook|descarga outlook|t[eé]l[eé]charger outlook|outlook f[uü]r"
              + "|holen sie sich outlook|enviado desde|enviado con|enviado do|enviado a partir"
              + "|von mein|gesendet (?:von|mit)|envoy[eé] de|inviato da)\\b.{0,100}$");

  private MailText() {}

  /**
   * The sender's own words; the whole mail where nothing would be left.
   *
   * @param body the whole mail
   * @param trimmed what somebody else takes for their own words, which counts where the mail begins
   *     with it; may be empty
   */
  static String own(String body, String trimmed) {
    String own = own(body.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1));
    String other = trimmed.strip();
    boolean shorter = !other.isEmpty() && (own.isEmpty() || other.length() < own.length());
    if (shorter && oneSpaced(body).startsWith(oneSpaced(other))) {
      own = other;
    }
    return own.isEmpty() ? body.strip() : own;
  }

  private static String oneSpaced(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static String own(String[] lines) {
    List<String> own = new ArrayList<>();
    int i = 0;
    while (i < lines.length) {
      String line = lines[i];
      int attribution = attribution(lines, i);
      if (attribution > 0) {
        int below = nextWritten(lines, i + attribution);
        if (!isQuoted(lines, below)) {
          break; // the thread is below, as it was written
        }
        i = endOfQuote(lines, below); // somebody may have answered below it
      } else if (SIGNATURE.matcher(line).matches() || isThread(lines, i)) {
        break;
      } else {
        if (!isQuoted(lines, i)) {
          own.add(line.stripTrailing());
        }
        i++;
      }
    }
    while (!own.isEmpty()
        && (own.getLast().isBlank() || TELEPHONE.matcher(own.getLast()).matches())) {
      own.removeLast();
    }
    return String.join("\n", own).strip();
  }

  /** How many lines say from here on who wrote when; 0 where none does. */
  private static int attribution(String[] lines, int from) {
    if (lines[from].isBlank() || isQuoted(lines, from)) {
      return 0;
    }
    StringBuilder said = new StringBuilder();
    for (int n = 1; n <= ATTRIBUTION_LINES && from + n <= lines.length; n++) {
      String line = lines[from + n - 1].strip();
      if (line.isEmpty() || (n == 2 && !BEGINS.matcher(said).matches())) {
        return 0;
      }
      said.append(n == 1 ? "" : " ").append(line);
      if (said.length() > ATTRIBUTION_MAX) {
        return 0;
      }
      boolean ends = line.endsWith(":") || line.endsWith("：");
      if (ends && WHEN_OR_WHO.matcher(said).find()) {
        boolean quoteFollows = isQuoted(lines, nextWritten(lines, from + n));
        if (quoteFollows || ATTRIBUTION.matcher(said).matches()) {
          return n;
        }
      }
    }
    return 0;
  }

  private static boolean isThread(String[] lines, int i) {
    if (ORIGINAL.matcher(lines[i]).matches()) {
      return true;
    }
    int first = LINE.matcher(lines[i]).matches() ? nextWritten(lines, i + 1) : i;
    if (first >= lines.length || !FROM.matcher(lines[first]).matches()) {
      return false;
    }
    int fields = 0;
    for (int n = first + 1; n < Math.min(lines.length, first + BLOCK_LINES); n++) {
      fields += FIELD.matcher(lines[n]).matches() ? 1 : 0;
    }
    return fields >= 2;
  }

  private static boolean isQuoted(String[] lines, int i) {
    return i < lines.length && lines[i].stripLeading().startsWith(">");
  }

  private static int nextWritten(String[] lines, int from) {
    int i = from;
    while (i < lines.length && lines[i].isBlank()) {
      i++;
    }
    return i;
  }

  /** Behind the quoted lines that begin here, with the blank ones among them. */
  private static int endOfQuote(String[] lines, int from) {
    int i = from;
    while (i < lines.length && (lines[i].isBlank() || isQuoted(lines, i))) {
      i++;
    }
    return i;
  }
}

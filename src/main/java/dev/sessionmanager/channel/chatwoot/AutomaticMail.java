package dev.sessionmanager.channel.chatwoot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells mail that a machine has sent: answering it would answer nobody, or another machine that
 * answers in turn (RFC 3834). Chatwoot itself says {@code auto_reply} ({@code Auto-Submitted} and
 * {@code X-Autoreply}, {@code MailPresenter#auto_reply?}) and passes few headers on; bounces and
 * lists are known by the type of the mail, who sent it, its subject and its last lines.
 */
final class AutomaticMail {

  /** The local part of addresses that nobody reads. */
  private static final Pattern NOBODY =
      Pattern.compile(
          "(?iu)^(?:.*[._+-])?(?:no[._-]?reply|do[._-]?not[._-]?reply|donot[._-]?reply"
              + "|no[._-]?responder?|no[._-]?responda[nrs]?|nao[._-]?responda|nao[._-]?responder"
              + "|ne[._-]?pas[._-]?repondre|nicht[._-]?antworten|non[._-]?rispondere"
              + "|mailer[._-]?daemon|mail[._-]?daemon|postmaster|bounces?|auto[._-]?reply"
              + "|auto[._-]?respond(?:er)?)(?:[._+=-].*)?$");

  /**
   * How the subjects of answering machines, bounces and receipts begin: those of Outlook, Exchange,
   * Gmail, Postfix, Exim and qmail. An answer to one ({@code Re: …}) is a person's.
   */
  private static final Pattern SUBJECT =
      Pattern.compile(
          "(?iu)^\\s*(?:auto(?:matic|mated|matische)?["
              + " -]?(?:reply|response|answer|antwort)\\b|automatische"
              + " antwort|abwesenheits(?:notiz|nachricht|assistent)|respuesta"
              + " autom[aá]tica|contestaci[oó]n autom[aá]tica|autorespuesta|resposta"
              + " autom[aá]tica|r[eé]ponse automatique|risposta automatica|out of (?:the"
              + " )?office|fuera de (?:la )?oficina|fora do escrit[oó]rio|absen(?:ce|t) du"
              + " bureau|undelivered mail returned|undeliverable:|delivery status"
              + " notification|delivery (?:has failed|failure|incomplete)\\s*(?:[:(]|$)|mail"
              + " delivery (?:failed|failure|subsystem|system)|failure notice\\s*$|returned"
              + " mail:|mail could not be delivered|warning: could not send|no se (?:puede|pudo|ha"
              + " podido) entregar\\s*:|no entregado:|no se entreg[oó]:|notificaci[oó]n"
              + " (?:del|sobre el|de) estado de (?:la )?entrega|n[aã]o foi poss[ií]vel"
              + " entregar\\s*:|n[aã]o entregue:|unzustellbar:|non remis\\s*:|read: |le[ií]do:"
              + " |lida: |gelesen: |lu : |not read: |no le[ií]do: |read receipt|acuse de"
              + " lectura|confirmaci[oó]n de lectura)");

  /** What lists have at their end, beside an address to click. */
  private static final Pattern UNSUBSCRIBE =
      Pattern.compile(
          "(?iu)unsubscribe|manage (?:your )?(?:email )?preferences|dar(?:se|te|me)? de baja"
              + "|cancel(?:ar|a|e) (?:la |tu |su |mi )?suscripci[oó]n|desuscri(?:bir|pci)"
              + "|cancelar (?:a |sua )?(?:inscri[cç][aã]o|assinatura)|descadastr"
              + "|d[eé]sabonner|d[eé]sinscri|abbestellen|abmelden|disiscri");

  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://|mailto:|www\\.");

  /** Characters between the two. */
  private static final int NEAR = 300;

  /** Characters of an address (RFC 5321, 4.5.3.1.3, with its angle brackets). */
  private static final int ADDRESS_MAX = 256;

  private AutomaticMail() {}

  /**
   * Why nobody has written it; null where somebody may have.
   *
   * @param attributes Chatwoot's {@code content_attributes}
   * @param sender the contact's address; may be empty
   * @param content the whole mail
   */
  static @Nullable String reason(
      JsonNode attributes, String subject, String sender, String content) {
    JsonNode email = attributes.path("email");
    if (attributes.path("auto_reply").asBoolean(false)
        || email.path("auto_reply").asBoolean(false)) {
      return "an automatic reply";
    }
    String type = JsonValues.text(email.path("content_type")).toLowerCase(Locale.ROOT);
    if (type.contains("multipart/report") || type.contains("message/delivery-status")) {
      return "a report about a delivery";
    }
    List<String> from = addresses(email.path("from"));
    if ((from.isEmpty() ? List.of(sender) : from).stream().anyMatch(AutomaticMail::isNobody)) {
      return "from an address that nobody reads";
    }
    if (SUBJECT.matcher(subject).find()) {
      return "a subject of answering machines";
    }
    if (headersSay(email) || headersSay(email.path("headers"))) {
      return "the headers of a list or of a machine";
    }
    return isList(MailText.own(content, "")) ? "a list that can be unsubscribed from" : null;
  }

  private static List<String> addresses(JsonNode from) {
    List<String> addresses = new ArrayList<>();
    if (from.isArray()) {
      from.forEach(one -> addresses.add(JsonValues.text(one)));
    } else {
      addresses.add(JsonValues.text(from));
    }
    addresses.removeIf(String::isBlank);
    return addresses;
  }

  private static boolean isNobody(String written) {
    String address = written.replaceFirst("^.*<", "").strip();
    int at = address.lastIndexOf('@');
    return at > 0 && at < ADDRESS_MAX && NOBODY.matcher(address.substring(0, at)).matches();
  }

  /** RFC 3834, RFC 2919 and 2369, and what answering machines used before those. */
  private static boolean headersSay(JsonNode headers) {
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      String value = JsonValues.text(header.getValue()).strip().toLowerCase(Locale.ROOT);
      boolean says =
          switch (header.getKey().toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "auto-submitted" -> !value.isEmpty() && !value.startsWith("no");
            case "precedence" -> value.matches("bulk|list|junk|auto[_-]?reply");
            case "list-id",
                "list-unsubscribe",
                "list-post",
                "x-failed-recipients",
                "x-autorespond",
                "x-auto-reply" ->
                !value.isEmpty();
            case "x-autoreply" -> value.startsWith("y") || value.equals("true");
            case "return-path" -> value.equals("<>");
            default -> false;
          };
      if (says) {
        return true;
      }
    }
    return false;
  }

  private static boolean isList(String own) {
    return UNSUBSCRIBE
        .matcher(own)
        .results()
        .anyMatch(found ->
            ADDRESS
                .matcher(own)
                .region(
                    Math.max(0, found.start() - NEAR), Math.min(own.length(), found.end() + NEAR))
                .find());
  }
}

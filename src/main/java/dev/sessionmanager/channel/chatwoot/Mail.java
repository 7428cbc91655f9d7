package dev.sessionmanager.channel.chatwoot;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Chatwoot says about an e-mail beside its content ({@code MailPresenter#serialized_data}, in
 * {@code content_attributes.email}). The content itself is the whole mail with the thread below it
 * ({@code MailboxHelper#mail_content} takes {@code reply}, which is the whole text since 2022).
 *
 * @param subject as it was written; may be empty
 * @param answer whether it answers an earlier mail
 * @param trimmed the mail without its quotes as Chatwoot's {@code EmailReplyTrimmer} sees them,
 *     which stands in {@code quoted}; older releases have the quotes themselves there. May be empty
 * @param automatic why no person has written it; null where one may have
 */
record Mail(String subject, boolean answer, String trimmed, @Nullable String automatic) {

  private static final Pattern ANSWER =
      Pattern.compile(
          "(?iu)^\\s*(?:re|aw|sv|vs|antw|odp|res|r|ynt|atb)\\s*(?:\\[\\d+])?\\s*[:：].*");

  private static final Pattern FORWARD =
      Pattern.compile(
          "(?iu)^\\s*(?:fwd?|rv|wg|tr|enc|i|doorst|vl|reenv)\\s*(?:\\[\\d+])?\\s*[:：].*");

  private static final Pattern PREFIXES =
      Pattern.compile(
          "(?iu)^\\s*(?:(?:re|aw|sv|vs|antw|odp|res|r|ynt|atb|fwd?|rv|wg|tr|enc|i|doorst|vl|reenv)"
              + "\\s*(?:\\[\\d+])?\\s*[:：]\\s*)+");

  /** Subjects that say nothing, as letters and digits. */
  private static final Set<String> EMPTY =
      Set.of(
          "",
          "sinasunto",
          "nosubject",
          "semassunto",
          "sinasuntoespecificado",
          "hola",
          "buenas",
          "buenosdias",
          "buendia",
          "buenastardes",
          "buenasnoches",
          "hello",
          "hi",
          "ola",
          "consulta",
          "pregunta",
          "duda",
          "mensaje",
          "message",
          "question",
          "contacto",
          "contact",
          "info",
          "test");

  /** Null where the message is no e-mail; in Chatwoot's webhooks and its API alike. */
  static @Nullable Mail of(JsonNode message) {
    JsonNode attributes = message.path("content_attributes");
    JsonNode email = attributes.path("email");
    if (!email.isObject()
        && !JsonValues.text(message.path("content_type")).equals("incoming_email")) {
      return null;
    }
    String subject = JsonValues.text(email.path("subject")).strip();
    boolean answer =
        !JsonValues.text(email.path("in_reply_to")).isBlank()
            || !email.path("references").isEmpty()
            || ANSWER.matcher(subject).matches();
    String trimmed = JsonValues.text(email.at("/text_content/quoted"));
    if (trimmed.isBlank()) {
      trimmed = JsonValues.text(email.at("/html_content/quoted"));
    }
    String sender = JsonValues.text(message.at("/sender/email"));
    return new Mail(
        subject,
        answer,
        trimmed,
        AutomaticMail.reason(
            attributes, subject, sender, JsonValues.text(message.path("content"))));
  }

  /**
   * What the customer has written: their own words, with the subject in front where it begins a
   * thread and says something that they do not.
   *
   * @param content the whole mail
   */
  String words(String content) {
    boolean forwarded = FORWARD.matcher(subject).matches();
    // Of a forwarded mail what is below is what it is about.
    String own = forwarded ? content.strip() : MailText.own(content, trimmed);
    String about = PREFIXES.matcher(subject).replaceFirst("").strip();
    String letters = letters(about);
    boolean told = answer || EMPTY.contains(letters) || letters(own).contains(letters);
    if (told) {
      return own;
    }
    return own.isEmpty() ? about : about + "\n\n" + own;
  }

  private static String letters(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("[^\\p{L}\\p{N}]+", "")
        .toLowerCase(Locale.ROOT);
  }
}

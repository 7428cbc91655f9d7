package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Conversation;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Person;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Evolution's own Chatwoot integration writes into an inbox of kind API ({@code
 * chatwoot.service.ts} of Evolution 2.3): every message has {@code source_id} {@code WAID:} and
 * WhatsApp's id, a group is a contact whose {@code identifier} is the group's address and whose
 * messages begin with who wrote them, and a contact with the number +123456 says how the instance
 * is ({@code createBotMessage}).
 */
final class EvolutionMirror {

  private static final String SOURCE = "WAID:";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,190}");

  private static final Pattern STATUS_NUMBER = Pattern.compile("\\+?123456");

  private static final String GROUP = "@g.us";

  /** {@code **+54 (35) 1000-0000 - Ana:**}, and then the words. */
  private static final Pattern WRITER =
      Pattern.compile("(?s)^\\s*\\*\\*(\\+[0-9() .-]{5,30}?) - (.{0,100}?):\\*\\*\\s*(.*)$");

  /** {@code `Mensaje editado:`} alone on its line, and then the new words. */
  private static final Pattern EDITED =
      Pattern.compile("(?s)^\\s*`[^`\\n]{1,40}:`\\s*\\n\\s*(.+)$");

  private EvolutionMirror() {}

  /** Who has written in a group, and what. */
  record Written(String number, String name, String text) {}

  /** WhatsApp's id of a message that was mirrored; null for one that was not. */
  static @Nullable String whatsappId(Message message) {
    if (!message.sourceId().startsWith(SOURCE)) {
      return null;
    }
    String id = message.sourceId().substring(SOURCE.length());
    return ID.matcher(id).matches() ? id : null;
  }

  /** Whether it is one of WhatsApp's groups. */
  static boolean isGroup(Conversation conversation) {
    Person contact = conversation.contact();
    return contact != null && contact.identifier().endsWith(GROUP);
  }

  /** Whether nobody is there: Evolution's word on how it is, or a story, a channel, a list. */
  static boolean isNobody(Conversation conversation) {
    Person contact = conversation.contact();
    if (contact == null) {
      return false;
    }
    String identifier = contact.identifier();
    return STATUS_NUMBER.matcher(contact.phone().strip()).matches()
        || STATUS_NUMBER.matcher(identifier.strip()).matches()
        || identifier.endsWith("@broadcast")
        || identifier.endsWith("@newsletter");
  }

  /** Who of a group has written; empty where the message does not say. */
  static Optional<Written> written(String content) {
    Matcher said = WRITER.matcher(content);
    return said.matches()
        ? Optional.of(
            new Written(
                said.group(1).replaceAll("\\D", ""), said.group(2).strip(), said.group(3).strip()))
        : Optional.empty();
  }

  /** The new words of a message that its writer has corrected; empty where it is none. */
  static Optional<String> edited(Message message) {
    Matcher edited = EDITED.matcher(message.content());
    return whatsappId(message) != null && edited.matches()
        ? Optional.of(edited.group(1).strip())
        : Optional.empty();
  }
}

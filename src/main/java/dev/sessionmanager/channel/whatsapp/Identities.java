package dev.sessionmanager.channel.whatsapp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whose a message is. An event can name the person up to six times ({@code remoteJid}, {@code
 * remoteJidAlt}, {@code previousRemoteJid}, {@code senderPn}, {@code senderLid}, {@code
 * participant}); where two of these contradict each other nobody is answered, because the answer
 * might reach somebody else. Any thread.
 */
final class Identities {

  /** Whose it is. */
  sealed interface Found {}

  /**
   * @param chat the conversation
   * @param person who writes: the chat itself, or a member of the group
   * @param aliases other addresses of the same chat
   */
  record Chat(Jid chat, Jid person, List<Jid> aliases) implements Found {}

  record Nobody(String reason) implements Found {}

  record Contradiction(String reason) implements Found {}

  private final HiddenNumbers numbers;
  private final boolean groups;

  Identities(EvolutionSettings settings, HiddenNumbers numbers) {
    this.numbers = numbers;
    this.groups = settings.groups();
  }

  /**
   * @param message with its {@code key}
   * @param own the instance's number; null if unknown
   * @param fromMe written by the instance's own side, so that the person is who it is written to
   */
  Found of(JsonNode message, @Nullable Jid own, boolean fromMe) {
    JsonNode key = message.path("key");
    Jid remote = Jid.of(key.path("remoteJid"));
    if (remote == null) {
      return new Contradiction("remoteJid is missing or no address");
    }
    if (remote.isStory()) {
      return new Nobody("story");
    }
    if (remote.isGroup()) {
      return groups ? member(remote, key, fromMe, own) : new Nobody("group");
    }
    if (!remote.isNumber() && !remote.isHidden()) {
      return new Nobody("not a person");
    }
    return person(named(message, key, remote, fromMe, own), own, fromMe);
  }

  /** Every address that the event gives to the person. */
  private static List<Jid> named(
      JsonNode message, JsonNode key, Jid remote, boolean fromMe, @Nullable Jid own) {
    List<Jid> named = new ArrayList<>(List.of(remote));
    for (JsonNode alt :
        List.of(
            key.path("remoteJidAlt"),
            message.path("remoteJidAlt"),
            key.path("previousRemoteJid"))) {
      // Of a message of our own, some releases give our own number here.
      addUnless(fromMe ? own : null, Jid.of(alt), named);
    }
    if (!fromMe) {
      for (String name : List.of("senderPn", "senderLid", "participant", "participantAlt")) {
        addUnless(null, Jid.of(key.path(name)), named);
      }
    }
    return named;
  }

  private static void addUnless(@Nullable Jid unwanted, @Nullable Jid jid, List<Jid> named) {
    if (jid != null && (jid.isNumber() || jid.isHidden()) && !jid.equals(unwanted)) {
      named.add(jid);
    }
  }

  private Found person(List<Jid> named, @Nullable Jid own, boolean fromMe) {
    Jid number = null;
    Jid hidden = null;
    for (Jid jid : named) {
      if (jid.isNumber()) {
        if (number != null && !number.sameNumber(jid)) {
          return new Contradiction("two different numbers: " + number + " and " + jid);
        }
        number = number == null ? jid : number;
      } else {
        if (hidden != null && !hidden.equals(jid)) {
          return new Contradiction("two different hidden numbers: " + hidden + " and " + jid);
        }
        hidden = jid;
      }
    }
    if (!fromMe && number != null && own != null && number.sameNumber(own)) {
      return new Contradiction("written by somebody else, but from the instance's own number");
    }
    return hidden == null ? chat(number, null) : behind(hidden, number);
  }

  /** The number behind a hidden one: as the event says, else as an earlier one did. */
  private Found behind(Jid hidden, @Nullable Jid number) {
    Jid before = numbers.told(hidden);
    if (number != null && before != null && !number.sameNumber(before)) {
      return new Contradiction(
          "the hidden number " + hidden + " was " + before + " and now is " + number);
    }
    if (number != null && before == null) {
      numbers.tell(hidden, number);
    }
    return chat(number == null ? numbers.find(hidden) : number, hidden);
  }

  private static Found chat(@Nullable Jid number, @Nullable Jid hidden) {
    if (number == null) {
      return hidden == null ? new Nobody("not a person") : new Chat(hidden, hidden, List.of());
    }
    return new Chat(number, number, hidden == null ? List.of() : List.of(hidden));
  }

  private static Found member(Jid group, JsonNode key, boolean fromMe, @Nullable Jid own) {
    if (fromMe) {
      return new Chat(group, group, List.of());
    }
    Jid writer = null;
    for (String name : List.of("participant", "participantAlt", "participantPn")) {
      Jid jid = Jid.of(key.path(name));
      if (jid == null || !(jid.isNumber() || jid.isHidden())) {
        continue;
      }
      if (writer != null && writer.isNumber() && jid.isNumber() && !writer.sameNumber(jid)) {
        return new Contradiction("two different writers: " + writer + " and " + jid);
      }
      writer = writer == null || jid.isNumber() ? jid : writer;
    }
    if (writer == null) {
      return new Contradiction("a group's message without its writer");
    }
    if (own != null && writer.isNumber() && writer.sameNumber(own)) {
      return new Contradiction("written by somebody else, but from the instance's own number");
    }
    return new Chat(group, writer, List.of());
  }
}

package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import dev.sessionmanager.messaging.MessengerHttp.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The messages of one conversation: {@code GET …/messages} answers the newest 20, oldest first, and
 * with {@code before=<id>} those before ({@code app/finders/message_finder.rb}).
 */
final class History {

  /** Of 20 messages; what is further back is not looked for. */
  private static final int PAGES_MAX = 10;

  private final MessengerHttp http;

  History(MessengerHttp http) {
    this.http = http;
  }

  /**
   * @param messages oldest first
   * @param date by the clock there; null where it does not say
   */
  record Page(List<Message> messages, @Nullable Instant date) {}

  /**
   * @param conversation its path
   */
  Page newest(String conversation) throws DeliveryFailure {
    return page(conversation + "/messages");
  }

  /** The messages of this page and those before it that are not older than this; oldest first. */
  List<Message> back(String conversation, Page newest, Instant from) throws DeliveryFailure {
    List<Message> messages = new ArrayList<>(newest.messages());
    List<Message> page = newest.messages();
    for (int n = 1; n < PAGES_MAX && !page.isEmpty() && !isOld(page.getFirst(), from); n++) {
      page = page(conversation + "/messages?before=" + page.getFirst().id()).messages();
      messages.addAll(0, page);
    }
    messages.removeIf(message -> isOld(message, from));
    return messages;
  }

  private static boolean isOld(Message message, Instant from) {
    return message.createdAt() != null && message.createdAt().isBefore(from);
  }

  private Page page(String path) throws DeliveryFailure {
    Answer answer = http.get(path);
    JsonNode payload = answer.json().path("payload");
    if (!payload.isArray()) {
      throw DeliveryFailure.later("Chatwoot's answer is no list of messages.", null);
    }
    List<Message> messages =
        payload.valueStream().map(ChatwootWire::message).filter(Objects::nonNull).toList();
    return new Page(messages, answer.date());
  }
}

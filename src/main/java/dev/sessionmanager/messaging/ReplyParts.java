package dev.sessionmanager.messaging;

import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The messages as which a reply goes out. Any thread. */
@Component
class ReplyParts {

  private final Messengers messengers;
  private final DeliverySettings settings;
  private final MessageSource sentences;

  ReplyParts(Messengers messengers, DeliverySettings settings, MessageSource sentences) {
    this.messengers = messengers;
    this.settings = settings;
    this.sentences = sentences;
  }

  /** None for a reply without text. */
  List<Delivery.New> of(Batch batch, Reply reply) {
    String text = reply.text();
    if (text == null || text.isBlank()) {
      return List.of();
    }
    List<Delivery.New> parts = new ArrayList<>();
    MessagingProvider provider = messengers.of(batch).provider();
    String formed = provider.form().of(text);
    for (String part : ReplySplitter.of(formed, provider.maxChars(), settings.partsMax())) {
      parts.add(part(batch, Delivery.Kind.TEXT, part));
    }
    if (reply.handsOver()) {
      parts.add(part(batch, Delivery.Kind.HANDOVER, ""));
    }
    return parts;
  }

  /**
   * What a customer reads whose message could not be answered. Of whom no more may be kept is given
   * to a human, because trying again would not help.
   */
  List<Delivery.New> apology(Batch batch, Problem why) {
    boolean full = why.kind() == Kind.QUOTA_REACHED;
    String key = full ? "messaging.full" : "messaging.apology";
    Reply apology = Reply.of(sentences.getMessage(key, null, batch.first().language()));
    return of(batch, full ? apology.withMeta(Map.of("mark", "human")) : apology);
  }

  private static Delivery.New part(Batch batch, Delivery.Kind kind, String text) {
    return new Delivery.New(batch.channel(), batch.conversation(), kind, text);
  }
}

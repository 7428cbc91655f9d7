package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.handover.HandoverRequest;
import org.springframework.context.MessageSource;

/**
 * What EVOLUTION_HANDOVER_NUMBER reads when a customer wants a human: who, why, what for, and
 * where. Any thread.
 */
final class HandoverNotice {

  private final EvolutionSettings settings;
  private final MessageSource texts;

  HandoverNotice(EvolutionSettings settings, MessageSource texts) {
    this.settings = settings;
    this.texts = texts;
  }

  String of(HandoverRequest request, Jid chat, boolean silent) {
    String link =
        chat.isNumber()
            ? text("whatsapp.handover.link", "https://wa.me/" + chat.address())
            : text("whatsapp.handover.hidden");
    return text(
        "whatsapp.handover",
        name(request, chat),
        request.reasonIn(texts, settings.language()),
        request.summary().isEmpty() ? '«' + request.said() + '»' : request.summary(),
        link,
        text(
            silent ? "whatsapp.handover.silent" : "whatsapp.handover.goes_on",
            settings.backWord()));
  }

  private static String name(HandoverRequest request, Jid chat) {
    String number = chat.isNumber() ? '+' + chat.address() : "";
    return request.person().isEmpty()
        ? (number.isEmpty() ? chat.address() : number)
        : (request.person() + ' ' + number).strip();
  }

  private String text(String key, Object... arguments) {
    return texts.getMessage(key, arguments, settings.language());
  }
}

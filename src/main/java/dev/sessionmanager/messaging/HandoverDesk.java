package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.handover.HandoverRequests;
import dev.sessionmanager.handover.HandoverRequests.End;
import dev.sessionmanager.messaging.MessengerSettings.HandoverBot;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Conversations of messaging channels that wait for a human: who can be told, what the bot does
 * meanwhile, and how it ends. Any thread.
 */
@Component
class HandoverDesk {

  /** Of those that do not wait any more nobody needs to be told. */
  private static final String TELL_NOBODY =
      """
      update deliveries set state = 'SILENCED', ended_at = ?, problem = 'given back'
      where channel = ? and conversation = ? and state = 'WAITING' and kind = 'HANDOVER'\
      """;

  private final HandoverRequests requests;
  private final Messengers messengers;
  private final MessengerSettings settings;
  private final Clock clock;

  HandoverDesk(
      HandoverRequests requests, Messengers messengers, MessengerSettings settings, Clock clock) {
    this.requests = requests;
    this.messengers = messengers;
    this.settings = settings;
    this.clock = clock;
  }

  /** Those that have waited for longest, first; of other channels, too. */
  List<HandoverRequest> waiting(int max) {
    return requests.list(max);
  }

  /** Whether a conversation waits for a human who has been asked for. */
  boolean waits(String channel, String conversation) {
    return requests.waiting(channel, conversation);
  }

  /** What comes of it when the customer of a conversation wants a human now. */
  HandoverOutlook outlook(String channel, String conversation) {
    boolean program = requests.programTold();
    if (!program && !tellsHumans(channel, conversation)) {
      return HandoverOutlook.NOBODY;
    }
    Optional<HandoverRequest> waiting = requests.find(channel, conversation);
    if (waiting.isPresent()) {
      return waiting.get().problem() == null || program
          ? HandoverOutlook.WAITING
          : HandoverOutlook.NOBODY;
    }
    return settings.handoverBot() == HandoverBot.SILENT
        ? HandoverOutlook.TOLD_QUIET
        : HandoverOutlook.TOLD;
  }

  private boolean tellsHumans(String channel, String conversation) {
    return messengers.find(channel, conversation).map(Messenger::tellsHumans).orElse(false);
  }

  /**
   * Has the provider of a conversation take away what keeps the bot silent there.
   *
   * @return why it has not; empty where it has
   */
  Optional<String> takeBack(String channel, String conversation) {
    try {
      Messenger messenger = messengers.find(channel, conversation).orElse(null);
      if (messenger != null) {
        messenger.takeBack(conversation);
      }
      return Optional.empty();
    } catch (DeliveryFailure failure) {
      return Optional.of(failure.reason());
    }
  }

  /**
   * A batch's conversation waits for a human from the commit of this statement on, and programs of
   * the operator's are told; {@link #programsToTell} once that is done.
   *
   * @param meta of the agent's answer
   */
  LogStatements.Statement asks(Batch batch, String agent, Map<String, Object> meta) {
    return requests.ask(
        HandoverRequest.of(
            batch.channel(),
            batch.conversation(),
            batch.first().name(),
            agent,
            meta,
            batch.text(),
            batch.traceId(),
            clock.instant()));
  }

  void programsToTell() {
    requests.wake();
  }

  /** Has those told who are at the provider, where the conversation still waits for one of them. */
  void tell(Messenger messenger, Delivery delivery) throws DeliveryFailure {
    Optional<HandoverRequest> request = requests.find(delivery.channel(), delivery.conversation());
    if (request.isPresent() && messenger.tellsHumans()) {
      messenger.handOver(request.get(), silentFrom(delivery));
    }
  }

  /** A delivery has failed for good; where it was to tell somebody, nobody has been told. */
  void untold(Delivery delivery, String problem) {
    if (delivery.kind() == Delivery.Kind.HANDOVER) {
      requests.failed(delivery.channel(), delivery.conversation(), problem);
    }
  }

  /** Whether the bot is silent once those have been told whom this delivery tells. */
  boolean silentFrom(Delivery delivery) {
    String channel = delivery.channel();
    String conversation = delivery.conversation();
    return delivery.text().equals(HandoverRequest.STORAGE)
        || (settings.handoverBot() == HandoverBot.SILENT
            && waits(channel, conversation)
            && outlook(channel, conversation).reachesSomebody());
  }

  /** A human has come, from the commit of this statement on. */
  LogStatements.Statement taken(String channel, String conversation, String by) {
    return requests.end(channel, conversation, End.TAKEN, by);
  }

  /** It is the bot's again, from the commit of this statement on. */
  LogStatements.Statement givenBack(String channel, String conversation, String by) {
    long now = clock.millis();
    LogStatements.Statement ended = requests.end(channel, conversation, End.GIVEN_BACK, by);
    return statements -> {
      statements.run(TELL_NOBODY, now, channel, conversation);
      ended.run(statements);
    };
  }
}

package dev.sessionmanager.messaging;

import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Whether a delivery may go out, by our own lists, at the moment at which it would: a human may
 * have taken over since it was written, and its reader may want no more messages. Any thread.
 */
@Component
class DeliveryRule {

  private final HumanTakeover humans;
  private final OptOuts optOuts;

  DeliveryRule(HumanTakeover humans, OptOuts optOuts) {
    this.humans = humans;
    this.optOuts = optOuts;
  }

  /** Why it may not, for the operator; empty where it may. */
  Optional<String> objection(Delivery delivery) {
    if (delivery.kind().saysWhySilent()) {
      return Optional.empty();
    }
    return optOuts.unwanted(delivery)
        ? Optional.of(OptOuts.REASON)
        : humans.holder(delivery.channel(), delivery.conversation());
  }

  /** Has those told who are at the channel that a human is to go on. */
  void handOver(Messenger messenger, Delivery delivery) throws DeliveryFailure {
    humans.desk().tell(messenger, delivery);
    humans.handedOver(delivery);
  }

  /** A delivery has failed for good; where it was to tell somebody, nobody has been told. */
  void untold(Delivery delivery, String problem) {
    humans.desk().untold(delivery, problem);
  }
}

package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.gateway.AcceptedMessage;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.TurnRecovery;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Takes up the turns that were made of messages of messaging channels. */
@Component
@Order(0)
class GatheredTurnRecovery implements TurnRecovery {

  private final Inbox inbox;
  private final Messengers messengers;
  private final GatheredMessages gathered;
  private final Intake intake;
  private final Gateway gateway;

  GatheredTurnRecovery(
      Inbox inbox,
      Messengers messengers,
      GatheredMessages gathered,
      Intake intake,
      Gateway gateway) {
    this.inbox = inbox;
    this.messengers = messengers;
    this.gathered = gathered;
    this.intake = intake;
    this.gateway = gateway;
  }

  @Override
  public Optional<Recovered> recover(Turn turn) {
    List<Arrival.Row> rows = inbox.of(turn.id());
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Batch batch = new Batch(rows);
    if (messengers.find(batch.channel(), batch.conversation()).isEmpty()) {
      return Optional.of(new Left());
    }
    AcceptedMessage message = gathered.resume(turn, batch);
    if (message == null) {
      return Optional.of(new Failed());
    }
    intake.resume(batch);
    return Optional.of(new Resumed(() -> finish(message, batch)));
  }

  private void finish(AcceptedMessage message, Batch batch) {
    try {
      gateway.finish(message);
    } finally {
      intake.done(batch);
    }
  }
}

package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.messaging.FakeProvider.Call;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replies to a provider that takes messages and cannot be asked about them. */
class BlindSendingTest {

  private final MessagingRig rig = new MessagingRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private void arrivesUnnoticed() {
    rig.provider.script(
        Call.SEND,
        (call, before) -> {
          if (!before) {
            throw DeliveryFailure.unknown("time-out", null);
          }
        });
  }

  /** A second at a time, until it has read so many messages. */
  private void untilRead(int messages) throws InterruptedException {
    MessagingRig.awaitTrue(() -> {
      rig.tick(1);
      return rig.read("ana").size() >= messages;
    });
  }

  @Test
  void answersWhereWhoHoldsAConversationIsAlwaysRefused() throws Exception {
    rig.provider.fails(Call.HELD_BY, 50, DeliveryFailure.refused("400"));
    rig.write("ana", "hola");
    rig.awaitCount(Event.DELIVERED, 1);
    rig.write("ana", "chau");
    rig.awaitCount(Event.DELIVERED, 2);
    assertThat(rig.read("ana")).containsExactly("hola", "chau");
  }

  @Test
  void sendsAgainAtOnceWhereALookIsRefused() throws Exception {
    rig.provider.fails(Call.FIND, 50, DeliveryFailure.refused("400"));
    arrivesUnnoticed();
    rig.write("ana", "hola");
    untilRead(2);
    rig.awaitCount(Event.DELIVERED, 1);
    assertThat(rig.read("ana")).containsExactly("hola", "hola");
  }

  @Test
  void waitsForALookThatFailsAndNotForEver() throws Exception {
    rig.provider.fails(Call.FIND, 50, DeliveryFailure.later("500", null));
    arrivesUnnoticed();
    rig.write("ana", "hola");
    rig.awaitCount(Event.RETRIED, 1);
    rig.tick(11);
    rig.awaitCount(Event.RETRIED, 2);
    assertThat(rig.read("ana")).as("a look may work yet").hasSize(1);
    untilRead(2);
    rig.awaitCount(Event.DELIVERED, 1);
  }

  @Test
  void stillLooksOnceItCanWhereTheBlindSendingFailedAsWell() throws Exception {
    rig.provider.fails(Call.FIND, 1, DeliveryFailure.refused("400"));
    arrivesUnnoticed();
    rig.provider.fails(Call.SEND, 1, DeliveryFailure.later("503", null));
    rig.write("ana", "hola");
    rig.awaitCount(Event.RETRIED, 1);
    rig.tick(11);
    rig.awaitCount(Event.RETRIED, 2);
    rig.tick(21);
    rig.awaitCount(Event.DELIVERED, 1);
    assertThat(rig.read("ana")).isEqualTo(List.of("hola"));
  }
}

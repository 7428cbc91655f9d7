package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.Service;
import dev.sessionmanager.database.TestDatabase;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What comes by messaging channels to two nodes on one database. */
class MessagingNodesTest {

  private static final long PATIENCE = 15_000_000_000L;

  private final String database = TestDatabase.emptyPostgres();
  private final FakeProvider provider = new FakeProvider();

  private MessagingRig node(String name) {
    return new MessagingRig(
        provider,
        Service.folder(),
        "DATABASE_URL=" + database,
        "JWT_SECRET=" + "s".repeat(40),
        "node.name=" + name);
  }

  private static void awaits(BooleanSupplier holds) {
    long began = System.nanoTime();
    while (!holds.getAsBoolean() && System.nanoTime() - began < PATIENCE) {
      Thread.onSpinWait();
    }
    assertThat(holds.getAsBoolean()).isTrue();
  }

  @Test
  void answersOnceWhicheverNodeTheWebhookComesTo() throws Exception {
    MessagingRig one = node("one");
    try (MessagingRig two = node("two")) {
      assertThat(two.messaging().gather(two.arrival("ana", "m1", "hola", null))).isTrue();
      awaits(() -> provider.texts("i/ana").equals(List.of("hola")));
      assertThat(two.agent.askedTimes()).isZero();
      assertThat(two.messaging().gather(two.arrival("ana", "m1", "hola", null))).isFalse();

      Hanging hanging = one.agent.hangsAfter("x");
      two.messaging().gather(two.arrival("leo", "m2", "espera", null));
      hanging.awaitBegun();
      two.messaging().silence("whatsapp", "i/leo", "human", null);
      assertThat(hanging.interruptedWithin(1000)).isTrue();
      one.agent.repeats();

      // Another leads once this one has gone, and has what is left answered.
      one.close();
      two.messaging().gather(two.arrival("eva", "m3", "sigues", null));
      awaits(() -> provider.texts("i/eva").equals(List.of("sigues")));
      assertThat(two.agent.askedTimes()).isEqualTo(1);
    }
    assertThat(provider.texts("i/ana")).containsExactly("hola");
    assertThat(provider.texts("i/leo")).isEmpty();
  }
}

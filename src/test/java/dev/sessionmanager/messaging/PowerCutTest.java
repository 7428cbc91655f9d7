package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.messaging.FakeProvider.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Power cuts, one at each point of a message's way: a new service goes on with what the disk had at
 * that moment, and each message is answered exactly once, in order.
 */
class PowerCutTest {

  /** Cuts the power at the next call of this kind, before or after the provider has seen it. */
  private static CompletableFuture<Path> cutAt(MessagingRig rig, Call call, boolean before) {
    CompletableFuture<Path> left = new CompletableFuture<>();
    rig.provider.script(
        call,
        (c, now) -> {
          if (now == before) {
            rig.line.cut(); // first: nothing gets out that the disk does not know of
            left.complete(rig.service.leftBehind());
          }
        });
    return left;
  }

  @Test
  void answersWhatWaitedForCompany() throws Exception {
    try (MessagingRig rig = new MessagingRig("MESSAGE_BUFFER_TIMEOUT=8000")) {
      rig.write("ana", "a1", "uno");
      rig.write("ana", "a2", "dos");
      rig.write("leo", "l1", "tres");
      try (MessagingRig next = rig.afterPowerCut()) {
        assertThat(next.write("ana", "a2", "dos")).as("known already").isFalse();
        next.service.clock.advance(Duration.ofSeconds(9));
        next.provider.awaitSent(2);
        assertThat(next.read("ana")).containsExactly("uno\ndos");
        assertThat(next.read("leo")).containsExactly("tres");
      }
    }
  }

  @Test
  void makesTheAnswerAgainThatWasBeingMade() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      EchoAgent.Hanging hanging = rig.agent.hangsAfter("half");
      rig.write("ana", "uno");
      hanging.awaitBegun();
      rig.write("ana", "dos");
      try (MessagingRig next = rig.afterPowerCut()) {
        next.provider.awaitSent(2);
        assertThat(next.read("ana")).containsExactly("uno", "dos");
      }
      hanging.release();
    }
  }

  @ParameterizedTest
  @CsvSource({"HELD_BY,true", "HELD_BY,false", "SEND,true", "SEND,false"})
  void sendsOnceWhateverOfASendHadHappened(Call call, boolean before) throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      CompletableFuture<Path> left = cutAt(rig, call, before);
      rig.write("ana", "a1", "uno");
      Path data = left.get(30, TimeUnit.SECONDS);
      try (MessagingRig next = rig.on(data)) {
        assertThat(next.write("ana", "a1", "uno")).as("known already").isFalse();
        next.write("ana", "a2", "dos");
        next.provider.await(p -> p.texts("i/ana").contains("dos"));
        assertThat(next.read("ana")).containsExactly("uno", "dos");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesOnInTheMiddleOfALongAnswer(boolean before) throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      String part = "palabra ".repeat(500).strip() + ".";
      rig.agent.does((prompt, chunk) -> Reply.of(part + "\n\n" + part + "\n\nfin"));
      rig.provider.script(Call.SEND, (call, now) -> {}); // the first part arrives
      CompletableFuture<Path> left = cutAt(rig, Call.SEND, before);
      rig.write("ana", "a1", "uno");
      Path data = left.get(30, TimeUnit.SECONDS);
      try (MessagingRig next = rig.on(data)) {
        next.provider.awaitSent(2);
        next.provider.await(p -> p.texts("i/ana").getLast().endsWith("fin"));
        assertThat(String.join("|", next.read("ana")))
            .isIn(part + "|" + part + "\n\nfin", part + "|" + part + "|fin");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesAConversationToAHumanForSure(boolean before) throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      rig.agent.does((p, c) -> Reply.of("Te paso.").withMeta(Map.of("mark", "human")));
      CompletableFuture<Path> left = cutAt(rig, Call.HAND_OVER, before);
      rig.write("ana", "una persona");
      Path data = left.get(30, TimeUnit.SECONDS);
      try (MessagingRig next = rig.on(data)) {
        next.provider.await(p -> p.handedOver().size() >= (before ? 1 : 2));
        assertThat(next.read("ana")).containsExactly("Te paso.");
      }
    }
  }

  @Test
  void fetchesWhatCameWhileItWasDown() throws Exception {
    try (MessagingRig rig = new MessagingRig("MISSED_MAX_AGE=1h")) {
      rig.write("ana", "a1", "uno");
      rig.provider.awaitSent(1);
      rig.provider.missed(rig.arrival("ana", "a1", "uno", null));
      rig.provider.missed(rig.arrival("leo", "l1", "dos", null));
      Arrival recent = rig.arrival("eva", "e1", "ayer", null);
      rig.provider.missed(
          new Arrival(
              recent.channel(),
              recent.messageId(),
              recent.conversation(),
              recent.person(),
              "",
              recent.text(),
              null,
              false,
              recent.language(),
              recent.writtenAt().minus(Duration.ofDays(1)),
              recent.receivedAt(),
              recent.traceId()));
      try (MessagingRig next = rig.afterPowerCut()) {
        next.provider.awaitSent(2);
        next.write("eva", "e2", "hoy");
        next.provider.awaitSent(3);
        assertThat(next.read("ana")).containsExactly("uno");
        assertThat(next.read("leo")).containsExactly("dos");
        assertThat(next.read("eva")).containsExactly("hoy");
      }
    }
  }

  @Test
  void losesNothingAndDoublesNothingOverManyCutsAtRandom() throws Exception {
    Random random = new Random(20261121);
    FakeProvider provider = new FakeProvider();
    Path data = Service.folder();
    List<List<String>> written = new ArrayList<>();
    int people = 6;
    for (int p = 0; p < people; p++) {
      written.add(new ArrayList<>());
    }
    for (int round = 0; round < 6; round++) {
      try (MessagingRig rig =
          new MessagingRig(provider, data, "messaging.buffer-max=1", "deliveries.parallel=3")) {
        // Deliveries that met the cut line have been put off.
        rig.service.clock.advance(Duration.ofMinutes(round + 1));
        Call call = random.nextBoolean() ? Call.SEND : Call.HELD_BY;
        int skip = random.nextInt(8);
        boolean before = random.nextBoolean();
        CompletableFuture<Path> left = new CompletableFuture<>();
        // Until the power is cut; the moment of it lies somewhere in the middle of all that.
        for (int m = 0; m < 5 || !left.isDone(); m++) {
          if (m == 1) { // everybody has written something
            for (; skip > 0; skip--) {
              provider.script(call, (c, now) -> {});
            }
            left = cutAt(rig, call, before);
          }
          for (int p = 0; p < people; p++) {
            String text = "p" + p + "-" + round + "-" + m;
            rig.write("p" + p, text, text);
            rig.write("p" + p, text, text);
            if (rig.line.reached()) {
              written.get(p).add(text); // else the disk may not have it: the sender knows
            }
          }
        }
        data = left.get(30, TimeUnit.SECONDS);
      }
    }
    try (MessagingRig rig = new MessagingRig(provider, data, "messaging.buffer-max=1")) {
      rig.service.clock.advance(Duration.ofMinutes(60));
      for (int p = 0; p < people; p++) {
        String last = "p" + p + "-last";
        rig.write("p" + p, last, last);
        String conversation = "i/p" + p;
        provider.await(x -> x.texts(conversation).contains(last));
        assertThat(rig.read("p" + p)).doesNotHaveDuplicates();
        assertThat(rig.read("p" + p)).containsSubsequence(written.get(p));
      }
    }
  }
}

package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.gateway.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Each customer has an owner: who else may see what they said, and how much is kept of them. */
class CustomersTest {

  private static final String ANA = "/whatsapp/i/ana";

  private static JsonNode first(Answer list) {
    return list.json().at("/data/conversations/0");
  }

  private static final Logger AUDIT = (Logger) LoggerFactory.getLogger("audit");

  private final ListAppender<ILoggingEvent> audit = new ListAppender<>();

  @AfterEach
  void leave() {
    AUDIT.detachAppender(audit);
  }

  @Test
  void areSeenByTheOperatorAndByNoGuest() throws Exception {
    try (MessagingRig rig = new MessagingRig()) {
      audit.start();
      AUDIT.addAppender(audit);
      rig.write("ana", "mi dirección");
      rig.provider.awaitSent(1);
      rig.awaitIdle();
      assertThat(first(rig.service.get("/conversations")).isMissingNode()).isTrue();
      assertThat(rig.service.get("/conversations/search?q=direccion").json().at("/data/found"))
          .isEmpty();
      JsonNode seen = first(rig.service.get("/admin/conversations"));
      assertThat(seen.path("owner").asString()).isEqualTo(ANA);
      assertThat(seen.path("session_id").asString()).isEqualTo("i/ana");
      String path = "/conversations/" + seen.path("id").asString();
      assertThat(rig.service.get(path).status()).isEqualTo(404);
      assertThat(rig.service.call("DELETE", path, "").status()).isEqualTo(404);
      assertThat(rig.service.get("/admin" + path).raw().body()).contains("mi dirección");
      assertThat(rig.service.get("/admin" + path + "/export").raw().body())
          .contains("mi dirección");
      assertThat(
              rig.service.get("/admin/conversations/search?q=direccion").json().at("/data/found"))
          .hasSize(1);
      assertThat(rig.service.call("DELETE", "/admin" + path, "").status()).isEqualTo(200);
      assertThat(rig.service.get("/admin" + path).status()).isEqualTo(404);
      String id = seen.path("id").asString();
      assertThat(audit.list)
          .extracting(line -> line.getFormattedMessage().replaceAll(" (from|trace_id)=\\S+", ""))
          .containsExactly(
              "who=operator channel=rest what=conversation.read whom=" + id + " outcome=done",
              "who=operator channel=rest what=conversation.export whom=" + id + " outcome=done",
              "who=operator channel=rest what=conversation.search whom=- outcome=done",
              "who=operator channel=rest what=conversation.delete whom=" + id + " outcome=done",
              "who=operator channel=rest what=conversation.read whom=" + id + " outcome=not_found");
      rig.write("ana", "otra vez");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana")).containsExactly("mi dirección", "otra vez");
    }
  }

  @Test
  void areGivenToAHumanWhenNoMoreOfThemMayBeKept() throws Exception {
    try (MessagingRig rig = new MessagingRig("STORAGE_PER_USER_MAX=2000B")) {
      rig.agent.does((prompt, chunk) -> Reply.of("y".repeat(1000)));
      rig.write("ana", "x".repeat(1500));
      rig.provider.awaitSent(1);
      rig.awaitIdle();
      long kept = rig.service.bean(Storage.class).of(ANA).bytes();
      rig.agent.repeats();
      rig.write("ana", "z".repeat(1500));
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana").getLast()).contains("siga una persona");
      MessagingRig.awaitTrue(
          () -> rig.service.bean(HumanTakeover.class).holder("whatsapp", "i/ana").isPresent());
      for (int i = 0; i < 20; i++) {
        rig.write("ana", "z".repeat(1500));
      }
      rig.awaitIdle();
      assertThat(rig.agent.askedTimes()).as("models asked for them").isZero();
      assertThat(rig.service.bean(Storage.class).of(ANA).bytes()).isBetween(kept, kept + 200);
      assertThat(rig.read("ana")).hasSize(2);
      rig.write("leo", "hola");
      rig.provider.awaitSent(3);
      assertThat(rig.read("leo")).isEqualTo(List.of("hola"));
    }
  }
}

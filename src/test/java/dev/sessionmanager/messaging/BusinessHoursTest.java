package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a customer reads outside of the hours of a file that is written while the service runs. */
class BusinessHoursTest {

  private static final Locale SPANISH = Locale.of("es");

  private final Path data = Service.folder();

  private MessagingRig rig() {
    return new MessagingRig(new FakeProvider(), data);
  }

  /** As at a time of its own, long settled. */
  private void hours(MessagingRig rig, String text) throws IOException {
    Path file = data.resolve("hours.yaml");
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(rig.service.clock.instant().minusSeconds(60)));
    rig.tick(6);
  }

  /** A day from now to the end of an hour, every day alike. */
  private static String openFor(MessagingRig rig, int fromHours, int toHours, String more) {
    Instant now = rig.service.clock.instant();
    StringBuilder file = new StringBuilder("zone: UTC\n").append(more);
    int hour = now.atZone(ZoneOffset.UTC).getHour();
    int from = Math.floorMod(hour + fromHours, 24);
    int to = Math.floorMod(hour + toHours, 24);
    for (String day : "monday tuesday wednesday thursday friday saturday sunday".split(" ", -1)) {
      file.append("%s: %02d:00-%02d:00%n".formatted(day, from, to));
    }
    return file.toString();
  }

  private static void settles(MessagingRig rig) throws InterruptedException {
    rig.awaitIdle();
    MessagingRig.awaitTrue(() ->
        rig.service.get("/admin/deliveries?state=waiting").json().path("deliveries").isEmpty());
  }

  @Test
  void sayTheTextOfTheFileOnceUntilItOpens() throws Exception {
    try (MessagingRig rig = rig()) {
      rig.write("ana", "uno");
      rig.provider.awaitSent(1);
      hours(rig, openFor(rig, 3, 8, "text: Estamos cerrados; abrimos {opens}.\n"));
      rig.write("ana", "dos");
      rig.provider.awaitSent(2);
      rig.write("ana", "¿tres?");
      rig.write("leo", "hola");
      rig.provider.awaitSent(3);
      settles(rig);
      assertThat(rig.read("ana")).hasSize(2);
      assertThat(rig.read("ana").getLast())
          .matches("Estamos cerrados; abrimos el [a-záé]+ \\d+ de [a-z]+ a las \\d+:00\\.");
      assertThat(rig.read("leo")).hasSize(1);
      assertThat(rig.agent.askedTimes()).isEqualTo(1);
      assertThat(rig.count(Event.OUTSIDE_HOURS)).isEqualTo(1);
      assertThat(rig.service.get("/admin/unanswered").text("/unanswered/0/text"))
          .isEqualTo("¿tres?");
      rig.tick((int) Duration.ofHours(4).toSeconds());
      rig.write("ana", "cuatro");
      rig.provider.awaitSent(4);
      assertThat(rig.read("ana").getLast()).isEqualTo("cuatro");
      rig.tick((int) Duration.ofHours(6).toSeconds());
      rig.write("ana", "cinco");
      rig.provider.awaitSent(5);
      assertThat(rig.read("ana").getLast()).startsWith("Estamos cerrados");
    }
  }

  @Test
  void letTheBotAnswerAloneAndSayWhenPeopleAreBack() throws Exception {
    try (MessagingRig rig = rig()) {
      BusinessHours hours = rig.service.bean(BusinessHours.class);
      assertThat(hours.now(SPANISH).open()).isTrue();
      assertThat(hours.back(SPANISH)).isEmpty();
      hours(rig, openFor(rig, 3, 8, "outside: bot\n"));
      assertThat(hours.now(SPANISH).open()).isFalse();
      assertThat(hours.back(SPANISH)).hasValueSatisfying(w -> assertThat(w).contains("vuelve el "));
      rig.write("ana", "uno");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana")).containsExactly("uno");
      rig.agent.does((p, c) -> Reply.of("Aviso al equipo.").withMeta(Map.of("mark", "human")));
      rig.write("ana", "quiero una persona");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana").getLast())
          .matches(
              "Aviso al equipo\\.\\s+Ahora no hay nadie del equipo: vuelve el .* a las \\d+:00\\.");
      rig.tick((int) Duration.ofHours(4).toSeconds());
      rig.write("leo", "quiero una persona");
      rig.provider.awaitSent(3);
      assertThat(rig.read("leo")).containsExactly("Aviso al equipo.");
    }
  }

  @Test
  void stayAsTheyWereWhileTheirFileIsBroken() throws Exception {
    try (MessagingRig rig = rig()) {
      hours(rig, openFor(rig, 3, 8, "text: Cerrado.\n"));
      assertThat(rig.service.bean(BusinessHours.class).now(SPANISH).open()).isFalse();
      hours(rig, "zone: UTC\nmonday: whenever\n");
      rig.write("ana", "uno");
      rig.provider.awaitSent(1);
      assertThat(rig.read("ana")).containsExactly("Cerrado.");
      var seen = rig.service.get("/admin/hours");
      assertThat(seen.json().path("open").asBoolean(true)).isFalse();
      assertThat(seen.text("/broken/0/reason")).contains("monday must be hours");
      assertThat(seen.json().at("/broken/0/line").asInt()).isEqualTo(2);
      var health = rig.service.get("/health");
      assertThat(health.text("/status")).isEqualTo("degraded");
      assertThat(health.text("/services/hours")).startsWith("unreadable, line 2: monday must");
      Files.delete(data.resolve("hours.yaml"));
      rig.tick(6);
      assertThat(rig.service.get("/health").json().at("/services/hours").isMissingNode()).isTrue();
      rig.write("ana", "dos");
      rig.provider.awaitSent(2);
      assertThat(rig.read("ana").getLast()).isEqualTo("dos");
    }
  }
}

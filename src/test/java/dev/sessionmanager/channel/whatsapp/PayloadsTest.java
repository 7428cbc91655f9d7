package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.channel.whatsapp.MessageReader.Contradictory;
import dev.sessionmanager.channel.whatsapp.MessageReader.Corrected;
import dev.sessionmanager.channel.whatsapp.MessageReader.Ignored;
import dev.sessionmanager.channel.whatsapp.MessageReader.Ours;
import dev.sessionmanager.channel.whatsapp.MessageReader.Read;
import dev.sessionmanager.channel.whatsapp.MessageReader.Theirs;
import dev.sessionmanager.messaging.Arrival;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form of message that Evolution sends, from captured files. */
class PayloadsTest {

  private static final Path FILES = Path.of("src/test/resources/whatsapp");
  private static final String ANA = "joyeria/5491133334444@s.whatsapp.net";
  private static final Instant WRITTEN = Instant.ofEpochSecond(1763722800);

  private final TestSettings settings = new TestSettings();
  private final SettableClock clock = new SettableClock(WRITTEN.plusSeconds(60));

  private MessageReader reader() {
    EvolutionSettings all = settings.at("http://localhost:1");
    return new MessageReader(
        all, TestSettings.numbers(all), TestSettings.LIMITS, TestSettings.texts(), clock);
  }

  private static WebhookBody.Event event(String file) {
    try (InputStream in = Files.newInputStream(FILES.resolve(file + ".json"))) {
      return WebhookBody.event(WebhookBody.read(in), null);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Read> all(MessageReader reader, String file) {
    WebhookBody.Event event = event(file);
    List<Read> all = new ArrayList<>();
    event
        .messages()
        .forEach(message ->
            all.add(
                event.name().equals("messages.edited")
                    ? reader.readEdit(message, "joyeria", event.own(), "t")
                    : reader.read(message, "joyeria", event.own(), "t")));
    return all;
  }

  private Read read(String file) {
    List<Read> all = all(reader(), file);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private Arrival arrival(String file) {
    Read read = read(file);
    if (read instanceof Corrected corrected) {
      return Objects.requireNonNull(corrected.alone());
    }
    assertThat(read).as(file).isInstanceOf(Theirs.class);
    return ((Theirs) read).arrival();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v2-conversation      | Hola, ¿tienen anillos de plata?",
        "v2-extended-text     | ¿Y este cuánto sale? https://joyeria.example/a1",
        "v2-image-caption     | ¿Tienen uno como este?",
        "v2-video-caption     | Así lo quiero",
        "v2-document-caption  | ¿Me lo revisan?",
        "v2-button-reply      | Sí, lo quiero",
        "v2-list-reply        | Anillo de plata",
        "v2-ephemeral         | Esto desaparece",
        "v2-view-once         | Mírelo una vez",
        "v2-edited            | Corrijo mi mensaje anterior: Hola, ¿tienen anillos de oro?",
        "v2-edited-plain      | Corrijo mi mensaje anterior: Hola, ¿tienen anillos de oro?",
        "v2-edited-event      | Corrijo mi mensaje anterior: Hola, ¿tienen anillos de oro?",
        "v2-no-name           | Sin nombre",
        "v2-device            | Hola",
        "v2-hidden-with-number| Hola",
        "v2-hidden-sender-pn  | Hola",
        "v2-number-with-hidden| Hola",
      })
  void takesWords(String file, String text) {
    Arrival arrival = arrival(file);
    assertThat(arrival.text()).isEqualTo(text);
    assertThat(arrival.note()).isNull();
    assertThat(arrival.channel()).isEqualTo("whatsapp");
    assertThat(arrival.conversation()).isEqualTo(ANA);
    assertThat(arrival.person()).isEqualTo(ANA);
    assertThat(arrival.name())
        .isEqualTo(
            switch (file) {
              case "v2-no-name", "v2-edited-event" -> "";
              default -> "Ana Pérez";
            });
    assertThat(arrival.traceId()).isEqualTo("t");
    assertThat(arrival.receivedAt()).isEqualTo(clock.instant());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v2-audio               | [audio]      | No puedo escuchar audios",
        "v2-view-once-audio     | [audio]      | No puedo escuchar audios",
        "v1-audio               | [audio]      | No puedo escuchar audios",
        "v2-image               | [imagen]     | No puedo ver imágenes",
        "v2-ephemeral-view-once | [imagen]     | No puedo ver imágenes",
        "v2-video               | [video]      | No puedo ver videos",
        "v2-video-note          | [video]      | No puedo ver videos",
        "v2-document            | [documento]  | No puedo abrir documentos",
        "v2-sticker             | [sticker]    | No puedo ver stickers",
        "v2-location            | [ubicación]  | No puedo abrir ubicaciones",
        "v2-live-location       | [ubicación]  | No puedo abrir ubicaciones",
        "v2-contact             | [contacto]   | No puedo abrir contactos",
        "v2-poll                | [mensaje que no se puede leer] | No puedo leer este tipo",
        "v2-unknown-kind        | [mensaje que no se puede leer] | No puedo leer este tipo",
      })
  void saysHonestlyWhatCannotBeRead(String file, String word, String note) {
    Arrival arrival = arrival(file);
    assertThat(arrival.text()).isEqualTo(word);
    assertThat(arrival.note()).startsWith(note);
  }

  @ParameterizedTest
  @CsvSource({
    "v2-reaction",
    "v2-deleted",
    "v2-disappearing-setting",
    "v2-group",
    "v2-group-hidden",
    "v2-story",
    "v2-newsletter",
    "v2-undecrypted",
    "v2-from-me-reaction"
  })
  void leavesAloneWhatNobodyExpectsAnAnswerTo(String file) {
    assertThat(read(file)).as(file).isInstanceOf(Ignored.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v2-two-numbers         | two different numbers",
        "v2-two-hidden          | two different hidden numbers",
        "v2-another-participant | two different numbers",
        "v2-own-number          | from the instance's own number",
        "v2-no-jid              | remoteJid is missing",
      })
  void putsAsideWhatContradictsItself(String file, String reason) {
    assertThat(read(file))
        .as(file)
        .isInstanceOfSatisfying(
            Contradictory.class,
            wrong -> {
              assertThat(wrong.reason()).contains(reason);
              assertThat(wrong.id()).startsWith("3A9F21C8D7E64B05A1");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v2-from-me        | " + ANA + " | Buenas, le atiendo yo",
        "v2-from-me-hidden | " + ANA + ",joyeria/212345678901234@lid | Le atiendo yo",
        "v1-from-me        | joyeria/5491155556666@s.whatsapp.net | Ya le respondo",
        "v1-from-me-text   | joyeria/5491155556666@s.whatsapp.net | Ya le respondo",
      })
  void knowsWhatAHumanHasWrittenOnThePhone(String file, String conversations, String text) {
    assertThat(read(file))
        .isInstanceOfSatisfying(
            Ours.class,
            ours -> {
              assertThat(ours.conversations()).containsExactly(conversations.split(","));
              assertThat(ours.text()).isEqualTo(text);
              assertThat(ours.writtenAt()).isEqualTo(WRITTEN);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "v1-conversation, Buen día",
    "'v1-extended-text', '¿abren hoy?'",
    "v1-timestamp-text, Hora",
    "v1-timestamp-halves, Hora",
    "v1-timestamp-millis, Hora",
    "v1-number-as-text, 12345",
    "v1-old-address, Dirección"
  })
  void takesTheFormsOfVersionOne(String file, String text) {
    Arrival arrival = arrival(file);
    assertThat(arrival.text()).contains(text);
    assertThat(arrival.conversation()).isEqualTo("joyeria/5491155556666@s.whatsapp.net");
    assertThat(arrival.writtenAt()).isEqualTo(WRITTEN);
  }

  @Test
  void takesNowForATimeThatIsMissingOrAhead() {
    assertThat(arrival("v1-no-timestamp").writtenAt()).isEqualTo(clock.instant());
    SettableClock earlier = new SettableClock(WRITTEN.minusSeconds(3600));
    EvolutionSettings all = settings.at("http://localhost:1");
    MessageReader reader =
        new MessageReader(
            all, TestSettings.numbers(all), TestSettings.LIMITS, TestSettings.texts(), earlier);
    Theirs theirs = (Theirs) all(reader, "v2-conversation").getFirst();
    assertThat(theirs.arrival().writtenAt()).isEqualTo(earlier.instant());
  }

  @Test
  void takesListsOfMessages() {
    assertThat(all(reader(), "v2-list"))
        .hasSize(3)
        .satisfiesExactly(
            one -> assertThat(one).isInstanceOf(Theirs.class),
            two -> assertThat(two).isInstanceOf(Theirs.class),
            three -> assertThat(three).isInstanceOf(Ignored.class));
    assertThat(all(reader(), "v1-messages-list")).hasSize(2).allMatch(Theirs.class::isInstance);
  }

  @Test
  void countsACorrectionOnceByWhicheverEventsItComes() {
    assertThat(arrival("v2-edited").messageId())
        .isEqualTo(arrival("v2-edited-event").messageId())
        .isEqualTo(arrival("v2-edited-plain").messageId())
        .isNotEqualTo(arrival("v2-conversation").messageId());
  }

  @Test
  void seesACorrectionWhoseKeyIsTheWritersOwn() {
    Corrected read = (Corrected) read("v2-edited-real");
    assertThat(read.correction().messageId()).isEqualTo("3EB0EDIT1");
    assertThat(read.correction().text()).isEqualTo("¿Tenés pulseras de plata?");
    assertThat(read.correction().at()).isEqualTo(Instant.ofEpochMilli(1744200000000L));
    assertThat(read.alone()).as("nothing tells whose it is").isNull();
  }

  @Test
  void knowsAHiddenNumberAgain() {
    MessageReader reader = reader();
    assertThat(conversation(reader, "v2-hidden-with-number")).isEqualTo(ANA);
    assertThat(conversation(reader, "v2-hidden")).isEqualTo("joyeria/212345678909999@lid");
    // What a human writes is held against both names of the chat.
    assertThat(((Ours) all(reader, "v2-from-me-hidden").getFirst()).conversations()).hasSize(2);
  }

  @Test
  void putsAsideAHiddenNumberThatWasSomebodyElses() {
    MessageReader reader = reader();
    all(reader, "v2-hidden-with-number");
    Read other =
        reader.read(
            message(
                "{\"key\":{\"id\":\"X\",\"remoteJid\":\"212345678901234@lid\","
                    + "\"remoteJidAlt\":\"5491166667777@s.whatsapp.net\"},"
                    + "\"message\":{\"conversation\":\"hola\"}}"),
            "joyeria",
            null,
            "t");
    assertThat(other).isInstanceOf(Contradictory.class);
  }

  @Test
  void takesBothFormsOfAMobileNumberForOnePerson() {
    assertThat(arrival("v2-same-number-two-forms").conversation())
        .isEqualTo("joyeria/5511987654321@s.whatsapp.net");
  }

  @Test
  void answersGroupsWhereItIsToldTo() {
    settings.groups = true;
    for (String file : List.of("v2-group", "v2-group-hidden")) {
      Arrival arrival = arrival(file);
      assertThat(arrival.conversation()).isEqualTo("joyeria/120363041234567890@g.us");
      assertThat(arrival.person()).isEqualTo(ANA);
    }
    assertThat(read("v2-story")).isInstanceOf(Ignored.class);
  }

  @Test
  void namesEventsHoweverTheyAreWritten() {
    for (String name : List.of("messages.upsert", "MESSAGES_UPSERT", "messages-upsert")) {
      assertThat(WebhookBody.event(message("{\"event\":\"" + name + "\"}"), null).name())
          .isEqualTo("messages.upsert");
    }
    assertThat(event("by-events").name()).isEmpty();
    assertThat(WebhookBody.event(message("{}"), "messages-upsert").name())
        .isEqualTo("messages.upsert");
    assertThat(event("v2-status-update").name()).isEqualTo("messages.update");
    assertThat(event("v2-connection-update").name()).isEqualTo("connection.update");
    assertThat(event("v2-send-message").name()).isEqualTo("send.message");
    assertThat(event("v2-deleted-event").name()).isEqualTo("messages.delete");
    assertThat(event("v2-another-instance").instance()).isEqualTo("ferreteria");
  }

  @Test
  void neverReadsKeysAndMedia() throws IOException {
    for (String name : files()) {
      try (InputStream in = Files.newInputStream(FILES.resolve(name + ".json"))) {
        assertThat(WebhookBody.read(in).toString())
            .as(name)
            .doesNotContain("SECRET-2B1F", "base64", "AQIDBAUGBwg", "jpegThumbnail", "T2dnUw");
      }
    }
  }

  @Test
  void cutsALongTextWithinNoCharacter() {
    String text = "😀".repeat(300); // the bound is 200 characters
    Read read =
        reader()
            .read(
                message(
                    "{\"key\":{\"id\":\"X\",\"remoteJid\":\"5491133334444@s.whatsapp.net\"},"
                        + "\"message\":{\"conversation\":\"x"
                        + text
                        + "\"}}"),
                "joyeria",
                null,
                null);
    String cut = ((Theirs) read).arrival().text();
    assertThat(cut).isEqualTo("x" + "😀".repeat(198) + "…");
    assertThat(((Theirs) read).arrival().traceId()).matches("[0-9a-f]{32}");
  }

  @Test
  void survivesWrongTypesEverywhere() {
    for (String value : List.of("null", "1", "\"x\"", "[]", "{}", "true", "[[1]]", "1e999")) {
      for (String shape :
          List.of(
              "{\"key\":%s}",
              "{\"key\":{\"id\":%s,\"remoteJid\":\"5491133334444@s.whatsapp.net\"},"
                  + "\"message\":{\"conversation\":\"a\"}}",
              "{\"key\":{\"id\":\"a\",\"remoteJid\":%s},\"message\":{\"conversation\":\"a\"}}",
              "{\"key\":{\"id\":\"a\",\"remoteJid\":\"5491133334444@s.whatsapp.net\","
                  + "\"fromMe\":%s},\"message\":{\"conversation\":\"a\"}}",
              "{\"key\":{\"id\":\"a\",\"remoteJid\":\"5491133334444@s.whatsapp.net\","
                  + "\"remoteJidAlt\":%s,\"participant\":%1$s},\"message\":{\"imageMessage\":%1$s}}",
              "{\"key\":{\"id\":\"a\",\"remoteJid\":\"5491133334444@s.whatsapp.net\"},"
                  + "\"message\":%s,\"pushName\":%1$s,\"messageTimestamp\":%1$s}",
              "{\"key\":{\"id\":\"a\",\"remoteJid\":\"5491133334444@s.whatsapp.net\"},"
                  + "\"message\":{\"conversation\":\"a\"},\"pushName\":%s,"
                  + "\"messageTimestamp\":%1$s}",
              "{\"key\":{\"id\":\"a\",\"remoteJid\":\"5491133334444@s.whatsapp.net\"},"
                  + "\"message\":{\"conversation\":%s,\"protocolMessage\":%1$s}}",
              "{\"key\":{\"id\":\"a\",\"remoteJid\":\"5491133334444@s.whatsapp.net\"},"
                  + "\"message\":{\"editedMessage\":{\"message\":{\"protocolMessage\":"
                  + "{\"key\":%s,\"type\":%1$s,\"editedMessage\":%1$s}}}}}")) {
        String json = shape.formatted(value);
        assertThat(reader().read(message(json), "joyeria", null, "t")).as(json).isNotNull();
        assertThat(reader().readEdit(message(json), "joyeria", null, "t")).as(json).isNotNull();
        WebhookBody.event(
            message(
                "{\"event\":%s,\"instance\":%1$s,\"sender\":%1$s,\"data\":%1$s}".formatted(value)),
            null);
      }
    }
  }

  @Test
  void hasATestForEveryFile() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java/dev/sessionmanager/channel/whatsapp/PayloadsTest.java"));
    assertThat(files()).allMatch(source::contains);
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".json", ""))
          .collect(Collectors.toList());
    }
  }

  private static tools.jackson.databind.JsonNode message(String json) {
    return WebhookBody.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static String conversation(MessageReader reader, String file) {
    return ((Theirs) all(reader, file).getFirst()).arrival().conversation();
  }
}

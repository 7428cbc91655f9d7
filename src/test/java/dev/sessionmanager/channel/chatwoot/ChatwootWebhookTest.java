package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.messaging.HumanTakeover;
import dev.sessionmanager.messaging.Inbox;
import dev.sessionmanager.messaging.MessagingService;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What each webhook comes to, in the file: with a clock that stands still nothing is answered yet.
 */
class ChatwootWebhookTest {

  private static final String PATH = "/webhook/chatwoot";

  private static final ChatwootStub chatwoot = new ChatwootStub();
  private static final Service service =
      Service.start(
          "CHATWOOT_API_URL=" + chatwoot.url() + "/api/v1/",
          "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
          "CHATWOOT_ACCOUNT_ID=1");

  private final Inbox inbox = service.bean(Inbox.class);
  private final HumanTakeover humans = service.bean(HumanTakeover.class);

  @AfterAll
  static void close() {
    service.close();
    chatwoot.close();
  }

  @BeforeEach
  void giveBack() {
    service.bean(MessagingService.class).unsilence("chatwoot", "1/42");
  }

  private String post(String body) {
    Service.Answer answer = service.post(PATH, body);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.text("/timestamp")).endsWith("Z");
    assertThat(answer.text("/status")).isEqualTo("received");
    return answer.json().has("ignored") ? "ignored" : "received";
  }

  private static Optional<Map<String, @Nullable Object>> received(String id) {
    return database()
        .sql("select * from arrivals where channel = 'chatwoot' and message_id = ?")
        .params(id)
        .query()
        .listOfRows()
        .stream()
        .findFirst();
  }

  private static Object received(String id, String column) {
    return Objects.requireNonNull(received(id).orElseThrow().get(column));
  }

  private static int arrivals() {
    return database().sql("select count(*) from arrivals").query(Integer.class).single();
  }

  private static JdbcClient database() {
    return JdbcClient.create(service.bean(DataSource.class));
  }

  private Optional<String> heldBy() {
    return humans.holder("chatwoot", "1/42");
  }

  @ParameterizedTest
  @CsvSource({
    "message_created, 7001, '1/contact/301', 'Hola, ¿tienen anillos de plata?', Ana Pérez",
    "message_created_sender_of_type_contact, 7002, '1/contact/301',"
        + " 'Hola, ¿tienen anillos de plata?', Ana Pérez",
    "message_created_null_sender, 7003, '1/contact/301', 'Hola, ¿tienen anillos de plata?', Ana"
        + " Pérez",
    "message_created_image_with_text, 7007, '1/contact/301', ¿Tienen este?, Ana Pérez",
    "message_created_other_types, 7010, '1/contact/301', Con otros tipos, Ana Pérez",
    "message_created_assigned_to_bot, 7023, '1/contact/301', 'Hola, ¿tienen anillos de plata?', Ana"
        + " Pérez",
    "message_created_assigned, 7022, '1/contact/301', 'Hola, ¿tienen anillos de plata?', Ana"
        + " Pérez"
  })
  void takesWhatACustomerWrote(String file, String id, String person, String text, String name) {
    assertThat(post(Payloads.of(file))).isEqualTo("received");
    assertThat(received(id).orElseThrow())
        .containsEntry("conversation", "1/42")
        .containsEntry("person", person)
        .containsEntry("text", text)
        .containsEntry("name", name)
        .containsEntry("note", null)
        .containsEntry("urgent", 0)
        .containsEntry("language", "es");
    assertThat(received(id, "written_at"))
        .isEqualTo(Instant.parse("2026-11-21T10:00:00Z").toEpochMilli());
    assertThat(heldBy()).isEmpty();
  }

  @Test
  void takesAnEmail() {
    assertThat(post(Payloads.of("message_created_email"))).isEqualTo("received");
    assertThat(received("7028", "text")).isEqualTo("Buenas, ¿hacen envíos?\n\nAna");
  }

  @Test
  void takesPriorityAndLanguageFromTheConversation() {
    assertThat(post(Payloads.of("message_created_urgent_english"))).isEqualTo("received");
    assertThat(received("7027", "urgent")).isEqualTo(1);
    assertThat(received("7027", "language")).isEqualTo("en");
  }

  @ParameterizedTest
  @CsvSource({
    "message_created_image_without_text, 7004, una imagen",
    "message_created_audio_without_text, 7005, un audio",
    "message_created_location, 7006, una ubicación",
    "message_created_unsupported, 7008, un archivo"
  })
  void hasAnHonestSentenceForMediaWithoutText(String file, String id, String what) {
    assertThat(post(Payloads.of(file))).isEqualTo("received");
    assertThat(received(id, "text")).isEqualTo("[" + what + "]");
    assertThat((String) received(id, "note"))
        .startsWith("Recibí " + what + ", pero por ahora solo puedo leer texto.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message_created_null_content",
        "message_created_null_conversation",
        "message_created_private_note",
        "message_created_outgoing_of_agent_bot",
        "message_created_outgoing_of_automation",
        "message_created_outgoing_of_campaign",
        "message_created_template",
        "message_created_in_group",
        "message_created_other_account",
        "message_created_by_agent_as_incoming",
        "message_created_deleted",
        "message_updated_edited",
        "message_updated_deleted",
        "conversation_created",
        "conversation_status_changed_to_snoozed",
        "conversation_updated_other_label",
        "conversation_updated_waiting",
        "conversation_updated_assigned",
        "conversation_typing_on",
        "contact_created",
        "contact_updated",
        "inbox_created",
        "webwidget_triggered",
        "automation_event_message_created"
      })
  void hasNothingToDoWithTheRest(String file) {
    int before = arrivals();
    int quarantined = inbox.quarantined(1000).size();
    assertThat(post(Payloads.of(file))).isEqualTo("ignored");
    assertThat(arrivals()).isEqualTo(before);
    assertThat(inbox.quarantined(1000)).hasSize(quarantined);
    assertThat(heldBy()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "message_created_outgoing_of_agent, message of Marta",
    "message_created_outgoing_in_whatsapp, message of a human",
    "conversation_status_changed_to_open, status open",
    "conversation_opened, status open",
    "conversation_updated_label_added, label humano"
  })
  void isSilentWhereAHumanHasTakenOver(String file, String by) {
    assertThat(post(Payloads.of(file))).isEqualTo("received");
    assertThat(heldBy()).contains(by);
  }

  @ParameterizedTest
  @CsvSource({"message_created_labelled, 7024, label humano"})
  void keepsWhatIsWrittenToAHuman(String file, String id, String by) {
    assertThat(post(Payloads.of(file))).isEqualTo("received");
    assertThat(heldBy()).contains(by);
    assertThat(received(id)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conversation_status_changed_to_pending",
        "conversation_status_changed_to_resolved",
        "conversation_updated_unassigned",
        "conversation_updated_label_removed",
        "conversation_resolved"
      })
  void goesOnWhenItIsGivenBack(String file) {
    post(Payloads.of("conversation_status_changed_to_open"));
    assertThat(heldBy()).isPresent();
    assertThat(post(Payloads.of(file))).isEqualTo("received");
    assertThat(heldBy()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message_created",
        "conversation_updated_waiting",
        "conversation_updated_other_label",
        "message_created_outgoing_of_agent_bot",
        "conversation_status_changed_to_snoozed"
      })
  void staysSilentWhateverElseHappens(String file) {
    post(Payloads.of("message_created_outgoing_of_agent"));
    post(Payloads.of(file));
    assertThat(heldBy()).contains("message of Marta");
  }

  @ParameterizedTest
  @CsvSource({
    "message_created_contradicting_contact, 7019, 'contacts [301, 302]'",
    "message_created_contradicting_inbox, 7020, 'inboxes [3, 4]'",
    "message_created_contradicting_conversation, 7021, 'conversations [42, 43]'"
  })
  void keepsContradictionsFromBeingAnswered(String file, String id, String what) {
    assertThat(post(Payloads.of(file))).isEqualTo("received");
    assertThat(post(Payloads.of(file))).isEqualTo("received");
    assertThat(received(id)).isEmpty();
    assertThat(inbox.quarantined(100).stream().filter(q -> q.messageId().equals(id)))
        .singleElement()
        .extracting(Inbox.Quarantined::reason)
        .isEqualTo("It names more than one of " + what);
  }

  @Test
  void takesEachMessageOnce() {
    String body = Payloads.of("message_created").replace("7001", "7101");
    assertThat(post(body)).isEqualTo("received");
    assertThat(post(body)).isEqualTo("received");
    assertThat(received("7101")).isPresent();
    assertThat(service.get("/metrics").raw().body())
        .contains("sessionmanager_webhooks_total{channel=\"chatwoot\",outcome=\"duplicate\"}");
  }

  @Test
  void hasATestForEachPayload() {
    Set<String> tested = new HashSet<>();
    for (var method : ChatwootWebhookTest.class.getDeclaredMethods()) {
      ValueSource values = method.getAnnotation(ValueSource.class);
      CsvSource rows = method.getAnnotation(CsvSource.class);
      tested.addAll(values == null ? List.of() : List.of(values.strings()));
      for (String row : rows == null ? new String[0] : rows.value()) {
        tested.add(row.split(",", 2)[0]);
      }
    }
    tested.add("message_created_email");
    tested.add("message_created_urgent_english");
    assertThat(tested).containsAll(Payloads.names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "\"x\"", "7", "{\"event\":", "<xml/>", "\u0000"})
  void refusesWhatIsNoJsonObject(String body) {
    Service.Answer answer = service.post(PATH, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/code")).isEqualTo("malformed_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"event\":null}",
        "{\"event\":{\"a\":1},\"id\":[]}",
        "{\"event\":\"message_created\"}",
        "{\"event\":\"message_created\",\"id\":{},\"conversation\":[]}",
        "{\"event\":\"message_created\",\"id\":-1,\"conversation\":{\"id\":1e400}}",
        "{\"event\":\"message_created\",\"id\":\"1/../2\",\"message_type\":\"incoming\","
            + "\"content\":\"x\",\"conversation\":{\"id\":42}}",
        "{\"event\":\"message_created\",\"id\":8001,\"message_type\":\"incoming\","
            + "\"content\":\"x\",\"conversation\":{\"id\":\"42/../43\"}}",
        "{\"event\":\"message_created\",\"id\":8002,\"message_type\":[],\"content\":{},"
            + "\"sender\":7,\"attachments\":\"x\",\"conversation\":{\"id\":42,\"labels\":{},"
            + "\"meta\":[],\"messages\":\"x\"}}",
        "{\"event\":\"conversation_updated\",\"id\":42,\"changed_attributes\":{\"status\":1}}",
        "{\"event\":\"conversation_updated\",\"id\":42,\"changed_attributes\":[1,null,[],{\"status\":"
            + "null}]}"
      })
  void ignoresWhatHasNotItsForm(String body) {
    assertThat(post(body)).isEqualTo("ignored");
  }

  @Test
  void refusesDeepAndHugeBodiesAndGoesOn() {
    String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
    assertThat(service.post(PATH, deep).status()).isEqualTo(400);
    String huge = "{\"content\":\"" + "x".repeat(2_000_000) + "\"}";
    assertThat(service.post(PATH, huge).status()).isEqualTo(413);
    assertThat(post(Payloads.of("message_created").replace("7001", "7102"))).isEqualTo("received");
  }

  @Test
  void saysWhatIsSentAgainWhereAMessageCannotBeStored() {
    String body = Payloads.of("message_created").replace("7001", "7104");
    database().sql("alter table arrivals rename to gone").update();
    Service.Answer answer = service.post(PATH, body);
    database().sql("alter table gone rename to arrivals").update();
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text("/code")).isEqualTo("internal_error");
    assertThat(post(body)).isEqualTo("received");
    assertThat(received("7104")).isPresent();
  }

  @Test
  void takesTheBeginningOfALongMessage() {
    String text = "¿y? ".repeat(37_500).strip();
    assertThat(
            post(
                Payloads.of("message_created_null_sender")
                    .replace("7003", "7103")
                    .replace("Hola, ¿tienen anillos de plata?", text)))
        .isEqualTo("received");
    assertThat(received("7103", "text")).isEqualTo(text.substring(0, 15_999) + "…");
  }

  @Test
  void takesNothingFromStrangersWhereNoSecretIsSet() {
    Service.Answer answer =
        service.post(PATH, Payloads.of("message_created"), "X-Forwarded-For", "192.0.2.1");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("/setting")).isEqualTo("CHATWOOT_WEBHOOK_SECRET");
  }
}

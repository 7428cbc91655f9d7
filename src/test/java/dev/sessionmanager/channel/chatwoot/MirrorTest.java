package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.Service;
import dev.sessionmanager.SettableClock;
import dev.sessionmanager.channel.whatsapp.EvolutionStub;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.messaging.HumanTakeover;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One customer by two channels: Evolution tells of their messages, and its own integration writes
 * them into Chatwoot, which tells as well; and what is written on the phone, by whom or what.
 */
class MirrorTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String GREETING = "Clínica agradece su contacto. ¿Cómo podemos ayudar?";

  /** Ana's conversation in Chatwoot, and what it is named by the other channel. */
  private static final String CHATWOOT = "1/81";

  private final ChatwootStub chatwoot = new ChatwootStub();
  private final SettableClock theirs = new SettableClock(Instant.now());
  private final EvolutionStub evolution = new EvolutionStub(theirs);
  private final EchoAgent agent = new EchoAgent("eco", Agent.Kind.PERSONA);
  private Service service;

  @BeforeEach
  void start() {
    service =
        Service.startWith(
            List.of(agent),
            "CHATWOOT_API_URL=" + chatwoot.url(),
            "CHATWOOT_API_TOKEN=" + ChatwootStub.TOKEN,
            "CHATWOOT_ACCOUNT_ID=1",
            "CHATWOOT_AGENT=eco",
            "EVOLUTION_API_URL=" + evolution.url(),
            "EVOLUTION_API_TOKEN=" + EvolutionStub.KEY,
            "INSTANCE_NAME=joyeria",
            "WHATSAPP_AGENT=eco",
            "messengers.automatic.texts=Cerramos por vacaciones.; Volvemos el lunes",
            "evolution.typing-delay=0s");
    chatwoot.conversation(81).status("open");
  }

  @AfterEach
  void stop() {
    service.close();
    chatwoot.close();
    evolution.close();
  }

  private void comes(String path, JsonNode webhook) {
    Service.Answer answer = service.post(path, webhook.toString());
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
  }

  /** {@code messages.upsert} of a chat with this number. */
  private void whatsapp(long number, boolean fromMe, String id, String text) {
    comes("/webhook/evolution", event("messages.upsert", number, fromMe, id, text));
  }

  private ObjectNode event(String name, long number, boolean fromMe, String id, String text) {
    ObjectNode event = JSON.createObjectNode().put("event", name).put("instance", "joyeria");
    ObjectNode data = event.putObject("data");
    data.putObject("key").put("remoteJid", jid(number)).put("fromMe", fromMe).put("id", id);
    data.put("pushName", fromMe ? "Você" : "Ana").put("messageType", "conversation");
    data.putObject("message").put("conversation", text);
    data.put("messageTimestamp", service.clock.instant().getEpochSecond());
    data.put("source", fromMe ? "web" : "android");
    return event;
  }

  private static String jid(long number) {
    return number + "@s.whatsapp.net";
  }

  /** What Evolution writes into Ana's conversation in Chatwoot, by the token that it has. */
  private void mirrored(long messageId, boolean fromMe, String id, String text) throws Exception {
    ObjectNode webhook = PeopleWebhooks.read("message_created_assigned", service.clock.instant());
    webhook.put("id", messageId).put("content", text).put("source_id", "WAID:" + id);
    if (fromMe) {
      webhook.put("message_type", "outgoing");
      webhook.putObject("sender").put("id", 7).put("name", "Marta").put("type", "user");
    }
    comes("/webhook/chatwoot", webhook);
  }

  private void eventually(BooleanSupplier holds) {
    for (int i = 0; i < 400 && !holds.getAsBoolean(); i++) {
      pass(1);
    }
    assertThat(holds.getAsBoolean()).as("after %s", service.clock.instant()).isTrue();
  }

  private void pass(int times) {
    for (int i = 0; i < times; i++) {
      service.clock.advance(Duration.ofMillis(500));
      theirs.advance(Duration.ofMillis(500));
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private String heldBy(String channel, String conversation) {
    return service.bean(HumanTakeover.class).holder(channel, conversation).orElse("nobody");
  }

  private String phone(long number) {
    return heldBy("whatsapp", "joyeria/" + jid(number));
  }

  @Test
  void answersOnceWhicheverComesFirst() throws Exception {
    whatsapp(5491150000001L, false, "3EB0A1", "¿Hacen envíos?");
    mirrored(1201, false, "3EB0A1", "¿Hacen envíos?");
    eventually(() -> !evolution.sent.isEmpty());
    mirrored(1202, false, "3EB0A2", "¿Y grabados?");
    whatsapp(5491150000001L, false, "3EB0A2", "¿Y grabados?");
    eventually(() -> !chatwoot.conversation(81).replies().isEmpty());
    pass(60);
    assertThat(evolution.texts()).containsExactly("¿Hacen envíos?");
    assertThat(chatwoot.conversation(81).replies()).containsExactly("¿Y grabados?");
  }

  @Test
  void takesNoReplyOfOneChannelForAHumansInTheOther() throws Exception {
    whatsapp(5491150000001L, false, "3EB0A1", "¿Hacen envíos?");
    mirrored(1201, false, "3EB0A1", "¿Hacen envíos?");
    eventually(() -> !evolution.sent.isEmpty());
    pass(4);
    mirrored(1203, true, evolution.sent.getFirst().id(), "**¿Hacen envíos?**");
    assertThat(heldBy("chatwoot", CHATWOOT)).isEqualTo("nobody");
    whatsapp(5491150000001L, false, "3EB0A3", "¿Cuánto sale?");
    eventually(() -> evolution.sent.size() == 2);
  }

  @Test
  void isSilentInBothWhereAHumanWritesInEither() throws Exception {
    whatsapp(5491150000001L, false, "3EB0A1", "Hola");
    mirrored(1201, false, "3EB0A1", "Hola");
    whatsapp(5491150000001L, true, "3A00000000000000AA01", "Buenas, le atiendo yo");
    assertThat(phone(5491150000001L)).isEqualTo("WhatsApp on the phone");
    assertThat(heldBy("chatwoot", CHATWOOT)).isEqualTo("WhatsApp on the phone");
    mirrored(1204, true, "3A00000000000000AA02", "#bot");
    assertThat(phone(5491150000001L)).isEqualTo("nobody");
    assertThat(heldBy("chatwoot", CHATWOOT)).isEqualTo("nobody");
    ObjectNode agents = PeopleWebhooks.read("message_created_assigned", service.clock.instant());
    agents.put("id", 1205).put("content", "Soy Marta.").put("message_type", "outgoing");
    agents.putObject("sender").put("id", 7).put("name", "Marta").put("type", "user");
    comes("/webhook/chatwoot", agents);
    assertThat(phone(5491150000001L)).isEqualTo("message of Marta");
  }

  @Test
  void writesNothingByEitherToWhoHasOptedOutInOne() throws Exception {
    whatsapp(5491150000001L, false, "3EB0A1", "BAJA");
    mirrored(1201, false, "3EB0A1", "BAJA");
    eventually(() -> evolution.sent.size() == 1);
    mirrored(1202, false, "3EB0A2", "¿Hacen envíos?");
    whatsapp(5491150000002L, false, "3EB0B1", "¿Hacen envíos?");
    eventually(() -> evolution.sent.size() == 2);
    pass(40);
    assertThat(chatwoot.conversation(81).replies()).isEmpty();
    mirrored(1203, false, "3EB0A3", "alta");
    eventually(() -> chatwoot.conversation(81).replies().size() == 1);
    whatsapp(5491150000001L, false, "3EB0A4", "¿Hacen envíos?");
    eventually(() -> evolution.sent.size() == 3);
    assertThat(evolution.texts().getLast()).isEqualTo("¿Hacen envíos?");
  }

  @Test
  void takesACorrectionOnce() throws Exception {
    whatsapp(5491150000001L, false, "3EB0A1", "¿Tenés pulseras?");
    mirrored(1201, false, "3EB0A1", "¿Tenés pulseras?");
    mirrored(1206, false, "3EB0A1", "\n\n`Mensaje editado:`\n\n¿Tenés pulseras de plata?");
    eventually(() -> !evolution.sent.isEmpty());
    pass(60);
    assertThat(evolution.texts()).containsExactly("¿Tenés pulseras de plata?");
    assertThat(chatwoot.conversation(81).replies()).isEmpty();
  }

  @Test
  void answersNoReaction() throws Exception {
    ObjectNode webhook = PeopleWebhooks.read("message_created_assigned", service.clock.instant());
    webhook.put("id", 1207).put("content", "👍").put("source_id", "WAID:3EB0A9");
    ((ObjectNode) webhook.path("content_attributes")).put("in_reply_to_external_id", "3EB0A1");
    comes("/webhook/chatwoot", webhook);
    pass(60);
    assertThat(chatwoot.conversation(81).replies()).isEmpty();
  }

  @Test
  void isNoHumanWhatGoesToTwoPeople() {
    whatsapp(5491150000001L, true, "3EB000000000000000AB01", GREETING);
    assertThat(phone(5491150000001L)).isEqualTo("WhatsApp on the phone");
    whatsapp(5491150000002L, true, "3EB000000000000000AB02", GREETING);
    assertThat(phone(5491150000001L)).isEqualTo("nobody");
    assertThat(phone(5491150000002L)).isEqualTo("nobody");
    whatsapp(5491150000003L, true, "3EB000000000000000AB03", GREETING);
    assertThat(phone(5491150000003L)).isEqualTo("nobody");
    whatsapp(5491150000003L, false, "3EB000000000000000AB04", "¿Atienden los sábados?");
    eventually(() -> !evolution.sent.isEmpty());
    // What a human writes beside it is a human's.
    whatsapp(5491150000003L, true, "3EB000000000000000AB05", "Sí, hasta las 13.");
    assertThat(phone(5491150000003L)).isEqualTo("WhatsApp on the phone");
  }

  @Test
  void isAHumansStillWhoHasWrittenMoreThanTheGreeting() {
    whatsapp(5491150000001L, true, "3EB000000000000000AB01", GREETING);
    whatsapp(5491150000001L, true, "3EB000000000000000AB02", "Dígame.");
    whatsapp(5491150000002L, true, "3EB000000000000000AB03", GREETING);
    assertThat(phone(5491150000001L)).isEqualTo("WhatsApp on the phone");
    assertThat(phone(5491150000002L)).isEqualTo("nobody");
    // Short ones a human writes to many.
    whatsapp(5491150000004L, true, "3EB000000000000000AB04", "Ya le digo");
    whatsapp(5491150000005L, true, "3EB000000000000000AB05", "Ya le digo");
    assertThat(phone(5491150000004L)).isEqualTo("WhatsApp on the phone");
    assertThat(phone(5491150000005L)).isEqualTo("WhatsApp on the phone");
  }

  @Test
  void isNoHumanWhatASettingNames() throws Exception {
    whatsapp(5491150000001L, true, "3EB000000000000000AB01", "¡Volvemos el lunes!");
    assertThat(phone(5491150000001L)).isEqualTo("nobody");
    mirrored(1208, true, "3EB000000000000000AB01", "¡Volvemos el lunes!");
    assertThat(heldBy("chatwoot", CHATWOOT)).isEqualTo("nobody");
    mirrored(1209, true, "3EB000000000000000AB02", "Le atiendo yo.");
    assertThat(heldBy("chatwoot", CHATWOOT)).isEqualTo("message of a human");
  }

  @Test
  void isNoHumanWhatAProgramSendsByEvolution() {
    evolution.keep(
        jid(5491150000001L), true, "3EB000000000000000AC01", "Su pedido salió.", theirs.instant());
    evolution.rewrite("3EB000000000000000AC01", message -> message.put("source", "web"));
    comes(
        "/webhook/evolution",
        event("send.message", 5491150000001L, true, "3EB000000000000000AC02", "Su turno es hoy."));
    whatsapp(5491150000001L, true, "3EB000000000000000AC02", "Su turno es hoy.");
    whatsapp(5491150000001L, false, "3EB000000000000000AC03", "¿Cuándo llega?");
    eventually(() -> !evolution.sent.isEmpty());
    assertThat(phone(5491150000001L)).isEqualTo("nobody");
  }

  @Test
  void knowsAHumanOnThePhoneByTheStoreAlone() {
    evolution.keep(
        jid(5491150000001L), true, "3A00000000000000AD01", "Le atiendo yo", theirs.instant());
    whatsapp(5491150000001L, false, "3EB000000000000000AD02", "¿Cuándo llega?");
    eventually(() -> phone(5491150000001L).equals("WhatsApp on the phone"));
    assertThat(evolution.sent).isEmpty();
  }
}

package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.webhook.WebhookReceiver;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read who ask Royal, without a model, for a human; and who only seem to. */
class RoyalHandoverTest {

  private static Service.Answer chat(Service service, String text) {
    return service.post(
        "/chat",
        "{\"message\":\"%s\",\"session_id\":\"one\",\"agent_id\":\"royal\"}".formatted(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"¿Tienen garantía?", "¿Hacen factura A?", "Quiero hacer mi pedido"})
  void answersOrdinaryQuestionsWithoutAlarmingAnybody(String question) {
    try (Service service = Service.start()) {
      assertThat(chat(service, question).status()).isEqualTo(200);
      assertThat(service.get("/admin/handovers").json().path("handovers")).isEmpty();
    }
  }

  @Test
  void saysWhereNobodyCanBeTold() {
    try (Service service = Service.start()) {
      assertThat(chat(service, "quiero hablar con una persona").text("/reply"))
          .contains("no tengo cómo avisarle a una persona");
    }
  }

  @Test
  void tellsAProgramWhateverTheChannel() throws Exception {
    try (WebhookReceiver receiver = new WebhookReceiver();
        Service service =
            Service.startWith(
                List.of(),
                "HANDOVER_WEBHOOK=" + receiver.url(),
                "HANDOVER_WEBHOOK_SECRET=" + WebhookReceiver.SECRET)) {
      assertThat(chat(service, "quiero hablar con una persona").text("/reply"))
          .contains("aviso al equipo");
      MessagingRig.awaitTrue(() -> receiver.of("handover.requested").size() == 1);
      assertThat(chat(service, "necesito un humano").text("/reply")).contains("ya tiene el aviso");
      assertThat(service.get("/admin/handovers").text("/handovers/0/channel")).isEqualTo("chat");
      assertThat(receiver.got).hasSize(1);
      assertThat(receiver.got.getFirst().signed()).isTrue();
    }
  }
}

package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What of a mail its sender has written, and whether somebody has at all. */
@SuppressWarnings("StringConcatToTextBlock") // annotations show where each line of a mail ends
class MailTextTest {

  private static final JsonMapper JSON = new JsonMapper();

  private static String own(String mail) {
    return MailText.own(mail, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "El lun, 24 nov 2025 a las 10:00, Royal escribió:\n> Hola, la garantía es de 6 meses.",
        "El lun, 24 nov 2025 a las 10:00, Royal Joyas\n"
            + "(<ventas@royal.example>) escribió:\n\n"
            + "> Hola",
        "El lun., 24 nov. 2025 10:00 a. m., Royal <ventas@royal.example>\n"
            + "escribió:\n\n"
            + "> Hola\n"
            + ">\n"
            + "> x",
        "On Mon, Nov 24, 2025 at 10:00 AM Royal <ventas@royal.example> wrote:\n\n> Hola",
        "On Mon, Nov 24, 2025 at 10:00 AM Royal <\nventas@royal.example> wrote:\n> Hola",
        "Em seg., 24 de nov. de 2025 às 10:00, Royal <v@royal.example> escreveu:\n\n> Olá",
        "Le lun. 24 nov. 2025 à 10:00, Royal <v@royal.example> a écrit :\n\n> Bonjour",
        "Am Mo., 24. Nov. 2025 um 10:00 Uhr schrieb Royal <v@royal.example>:\n\n> Hallo",
        "Il giorno lun 24 nov 2025 alle ore 10:00 Royal <v@royal.example> ha scritto:\n\n> Ciao",
        "Op ma 24 nov. 2025 om 10:00 schreef Royal <v@royal.example>:\n\n> Hallo",
        "2025-11-24 10:00 GMT-03:00 Royal <v@royal.example>:\n\n> Hola",
        "El 24/11/2025 a las 10:00, Royal escribió:\nHola, la garantía es de 6 meses.",
        "________________________________\n"
            + "De: Royal <v@royal.example>\n"
            + "Enviado: lunes, 24 de noviembre de 2025 10:00\n"
            + "Para: Ana <a@b.example>\n"
            + "Asunto: Re: consulta\n\n"
            + "Hola",
        "De: Royal\n"
            + "Enviado el: lunes, 24 de noviembre de 2025 10:00\n"
            + "Para: Ana\n"
            + "Asunto: consulta\n\n"
            + "Hola",
        "From: Royal <v@royal.example>\n"
            + "Sent: Monday, November 24, 2025 10:00 AM\n"
            + "To: Ana\n"
            + "Subject: x\n\n"
            + "Hi",
        "*From:* Royal <v@royal.example>\n*Date:* Monday\n*To:* Ana\n*Subject:* x\n\nHi",
        "Von: Royal\nGesendet: Montag, 24. November 2025 10:00\nAn: Ana\nBetreff: x\n\nHallo",
        "-----Mensaje original-----\nDe: Royal\nHola",
        "-----Original Message-----\nFrom: Royal\nHi",
        "-- \nAna Pérez\nTel. 351 000 0000",
        "> Hola, la garantía es de 6 meses.",
        "Enviado desde mi iPhone\n\n"
            + "El 24 nov 2025, a las 10:00, Royal <v@royal.example> escribió:\n\n"
            + "> Hola",
        "Obtener Outlook para Android\n"
            + "________________________________\n"
            + "De: Royal\n"
            + "Enviado: lunes\n"
            + "Para: Ana\n"
            + "Asunto: x\n\n"
            + "Hola"
      })
  void isWhatStandsAboveTheThread(String below) {
    String words = "Gracias!\n\n¿Y si se rompe a los 3 meses?";
    assertThat(own(words + "\n\n" + below)).isEqualTo(words);
    assertThat(own((words + "\n\n" + below).replace("\n", "\r\n"))).isEqualTo(words);
  }

  @Test
  void isWhatStandsBelowAndBetweenQuotedLines() {
    assertThat(
            own(
                "On Mon, Nov 24, 2025 at 10:00 AM Royal <v@royal.example> wrote:\n"
                    + "> ¿Talle?\n"
                    + "> ¿Color?\n\n"
                    + "El 14, en plata."))
        .isEqualTo("El 14, en plata.");
    assertThat(own("> ¿Talle?\nEl 14.\n> ¿Color?\nPlata.")).isEqualTo("El 14.\nPlata.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Quiero:\n- un anillo\n- una pulsera de 2024:\n  la de plata",
        "Mi hermana me escribió: cómprame un anillo",
        "De: plata\nme gusta más",
        "Para: mi mamá\nAsunto serio, eh",
        "Son 3 -- dos para mí -- y uno para ella.",
        "Los de 10:30 son lindos",
        "a > b, ¿no?"
      })
  void leavesWordsThatOnlyLookLikeAThread(String words) {
    assertThat(own(words)).isEqualTo(words);
  }

  @Test
  void isTheWholeWhereNothingWouldBeLeft() {
    String quote = "El lun, 24 nov 2025 a las 10:00, Royal escribió:\n> Hola";
    assertThat(own(quote)).isEqualTo(quote);
    assertThat(own("-- \nAna")).isEqualTo("-- \nAna");
    assertThat(own("")).isEmpty();
  }

  @Test
  void takesChatwootsOwnTrimmingWhereTheMailBeginsWithIt() {
    String mail = "Gracias!\n\n24 ноември, Royal каза\n- Hola";
    assertThat(MailText.own(mail, "Gracias!")).isEqualTo("Gracias!");
    // Older releases have the thread itself there.
    assertThat(MailText.own("Gracias!\n\n> Hola", "> Hola")).isEqualTo("Gracias!");
  }

  private static Mail mail(String subject, String content, String... email) {
    ObjectNode message = JSON.createObjectNode().put("content", content);
    message.putObject("sender").put("email", "ana@example.org");
    ObjectNode said = message.putObject("content_attributes").putObject("email");
    said.put("subject", subject);
    for (int i = 0; i < email.length; i += 2) {
      said.put(email[i], email[i + 1]);
    }
    return Objects.requireNonNull(Mail.of(message));
  }

  @ParameterizedTest
  @CsvSource({
    "Anillos de plata, ¿Tienen en talle 14?, 'Anillos de plata\n\n¿Tienen en talle 14?'",
    "Anillos de plata, ¿Tienen anillos de plata?, ¿Tienen anillos de plata?",
    "Anillos de plata, '', Anillos de plata",
    "Re: Anillos de plata, Sí, Sí",
    "'RE: RE: Anillos', Sí, Sí",
    "AW: Anillos, Sí, Sí",
    "Hola, ¿Qué tal?, ¿Qué tal?",
    "(sin asunto), ¿Qué tal?, ¿Qué tal?",
    "Consulta, ¿Qué tal?, ¿Qué tal?",
    "'', ¿Qué tal?, ¿Qué tal?",
    "Fwd: Pedido 17, 'Mirá:\n> llegó roto', 'Pedido 17\n\nMirá:\n> llegó roto'"
  })
  void beginsAThreadWithWhatItIsAbout(String subject, String content, String words) {
    assertThat(mail(subject, content).words(content)).isEqualTo(words);
  }

  @Test
  void leavesTheSubjectOfAThreadThatGoesOn() {
    Mail mail = mail("Anillos de plata", "Sí", "in_reply_to", "1@royal.example");
    assertThat(mail.words("Sí")).isEqualTo("Sí");
  }

  @ParameterizedTest
  @CsvSource({
    "Respuesta automática: Re: Hola, ''",
    "Automatic reply: Hola, ''",
    "Out of Office: Hola, ''",
    "Undelivered Mail Returned to Sender, ''",
    "Delivery Status Notification (Failure), ''",
    "'No se puede entregar: Hola', ''",
    "'Leído: Hola', ''",
    "Hola, from=no-reply@example.org",
    "Hola, from=noreply+17@example.org",
    "Hola, from=MAILER-DAEMON@example.org",
    "Hola, from=postmaster@example.org",
    "Hola, from=bounces-17@example.org",
    "Hola, from=facturas-noreply@example.org",
    "Hola, from=no.responder@example.org",
    "Hola, content_type=multipart/report; report-type=delivery-status",
    "Hola, precedence=bulk",
    "Hola, list-id=<novedades.example.org>",
    "Hola, Auto-Submitted=auto-generated"
  })
  void knowsWhatAMachineSends(String subject, String said) {
    String[] email = said.isEmpty() ? new String[0] : said.split("=", 2);
    assertThat(mail(subject, "Texto.", email).automatic()).isNotNull();
  }

  @Test
  void knowsAListByItsLastLines() {
    String end = "\n\nSi no querés recibir más: https://lista.example/darse-de-baja o unsubscribe.";
    assertThat(mail("Novedades", "Ofertas de la semana." + end).automatic()).isNotNull();
    assertThat(mail("Baja", "Quiero darme de baja de la lista, por favor.").automatic()).isNull();
    assertThat(mail("Re: x", "Gracias!\n\n> Hola" + end.replace("\n", "\n> ")).automatic())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "Re: Respuesta automática: Hola, ''",
    "Automático no me anda el reloj, ''",
    "No entregado el pedido 17, ''",
    "'Auto: ¿hacen llaveros?', ''",
    "Hola, from=norma.reply@example.org",
    "Hola, from=ana@noreply.example.org",
    "Hola, content_type=multipart/alternative",
    "Hola, precedence=normal",
    "Hola, Auto-Submitted=no"
  })
  void takesAPersonForOne(String subject, String said) {
    String[] email = said.isEmpty() ? new String[0] : said.split("=", 2);
    assertThat(mail(subject, "Texto.", email).automatic()).isNull();
  }

  @Test
  void takesItsTimeForNoMail() {
    String long0 = "a ".repeat(70_000) + ": ".repeat(2_000) + "> ".repeat(2_000);
    for (String mail :
        List.of(long0, "-".repeat(150_000), "*".repeat(150_000) + "x", "\n".repeat(150_000))) {
      assertThat(own(mail)).hasSizeLessThanOrEqualTo(mail.length());
    }
  }
}

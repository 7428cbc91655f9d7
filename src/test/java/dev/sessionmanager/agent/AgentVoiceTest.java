package dev.sessionmanager.agent;

import static dev.sessionmanager.agent.Fakes.file;
import static dev.sessionmanager.agent.Fakes.means;
import static dev.sessionmanager.agent.Fakes.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.handover.HandoverOutlook;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What agents say where no model speaks for them. */
class AgentVoiceTest {

  private static final String OWN =
      """
      greeting: ¡Ahoy! ¿Qué querés saber?
      off_topic: Eso no lo sabe ni el loro.
      words:
        thanks: De nada, grumete.
        bot: Soy un loro.
      words_en:
        thanks: Aye.
      examples: ["¿Dónde está el tesoro?", "¿Qué es un bergantín?", "¿Hay ron?", "¿Y más?"]\
      """;

  private static String says(AgentFile file, String text) {
    return Objects.requireNonNull(says(file, text, List.of()).text());
  }

  private static Reply says(AgentFile file, String text, List<String> near) {
    FakeLibrary library = new FakeLibrary("k");
    near.forEach(title -> library.with(title, "…", false));
    return new PersonaAgent(file, means(new FakeModels(), library))
        .answer(prompt(text).withHandover(HandoverOutlook.TOLD), piece -> {});
  }

  @Test
  void comesFromTheFile() {
    AgentFile anna = file(OWN);
    assertThat(says(anna, "hola")).isEqualTo("¡Ahoy! ¿Qué querés saber?");
    assertThat(says(anna, "gracias")).isEqualTo("De nada, grumete.");
    assertThat(says(anna, "thank you")).isEqualTo("Aye.");
    assertThat(says(anna, "¿sos un bot?")).isEqualTo("Soy un loro.");
    assertThat(says(anna, "xyzzy"))
        .isEqualTo(
            "Eso no lo sabe ni el loro. Podés preguntarme, por ejemplo: «¿Dónde está el tesoro?»,"
                + " «¿Qué es un bergantín?», «¿Hay ron?».");
  }

  @Test
  void namesWhatIsNearAndOffersAHumanWhereThereIsOne() {
    AgentFile anna = file("human: true", "off_topic: Puedes preguntar otra cosa.", "knowledge: k");
    Reply reply = says(anna, "¿y la demanda?", List.of("demanda"));
    assertThat(reply.text())
        .isEqualTo(
            "Puedes preguntar otra cosa. Lo más cercano que tengo: demanda. Si prefieres que te"
                + " atienda una persona del equipo, escríbeme «quiero hablar con una persona».");
    assertThat(reply.meta()).isEqualTo(Map.of("by", "notice", "model_problem", "no_model"));
    assertThat(new HumanWanted().test("quiero hablar con una persona")).isTrue();
    assertThat(new HumanWanted().test("I want to talk to a person")).isTrue();
  }

  @Test
  void hasDefaultsInBothLanguagesAndEachFormOfAddress() {
    assertThat(says(file(), "hola")).isEqualTo("¡Hola! Soy anna. ¿En qué te puedo ayudar?");
    assertThat(says(file("address: usted"), "hola")).endsWith("¿En qué le puedo ayudar?");
    assertThat(says(file("address: vos"), "gracias"))
        .isEqualTo("¡De nada! Si necesitás algo más, acá estoy.");
    assertThat(says(file("address: tú"), "gracias"))
        .isEqualTo("¡De nada! Si necesitas algo más, aquí estoy.");
    assertThat(says(file(), "hello")).isEqualTo("Hello! I am anna. How can I help you?");
    assertThat(says(file("language: en"), "hola")).startsWith("Hello!");
    assertThat(says(file("description: Ayuda con K."), "¿qué puedes hacer?"))
        .isEqualTo("Soy anna. Ayuda con K.");
  }

  @ParameterizedTest
  @CsvSource({
    "greeting: Contame qué necesitás, es-voseo",
    "greeting: Cuéntame qué necesitas, es-tuteo",
    "greeting: Cuénteme qué necesita, es",
    "title: A, es-tuteo", // by the instructions: Eres Anna
    "address: usted, es",
  })
  void takesItsFormOfAddressFromTheFile(String line, String tag) {
    PersonaAgent agent =
        new PersonaAgent(file(line), means(new FakeModels(), new FakeLibrary("k")));
    assertThat(agent.language(Locale.of("es", "AR")).toLanguageTag()).isEqualTo(tag);
    assertThat(agent.language(Locale.ENGLISH)).isEqualTo(Locale.ENGLISH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "address: ustedes        | address must be tu, vos or usted",
        "words: hola             | words must be texts, at most 1000 characters, under names of"
            + " [bot,",
        "words: {hello: hola}    | words must be texts, at most 1000 characters, under names of"
            + " [bot,",
        "words: {thanks: [a]}    | words must be texts",
        "words_en: {thanks: ' '} | words_en must be texts",
        "examples: {a: b}        | examples must be text",
      })
  void refusesWhatItDoesNotKnow(String line, String reason) {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    MalformedFile.class, () -> AgentFile.parse(Fakes.source(line)))
                .reason())
        .startsWith(reason);
  }
}

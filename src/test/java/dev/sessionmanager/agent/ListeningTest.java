package dev.sessionmanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.agent.ListeningWords.Matter;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.text.Address;
import dev.sessionmanager.text.WordFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent that listens says without a model. */
class ListeningTest {

  @ParameterizedTest
  @CsvSource({"es, 150", "pt, 40", "en, 40"})
  void everyAnswerIsWrittenOnceAndAsksOneQuestionAtItsEnd(String language, int least) {
    List<String> answers = answers(language);
    assertThat(answers).hasSizeGreaterThanOrEqualTo(least).doesNotHaveDuplicates();
    for (String answer : answers) {
      assertThat(answer.strip()).endsWith("?").hasSizeBetween(40, 420);
      assertThat(answer.chars().filter(c -> c == '?')).as(answer).hasSize(1);
      assertThat(answer.chars().filter(c -> c == '¿'))
          .as(answer)
          .hasSize(language.equals("es") ? 1 : 0);
    }
  }

  @Test
  void theSpanishAnswersSayTu() {
    for (String answer : answers("es")) {
      assertThat(Address.in(answer)).as(answer).isIn(Address.TU, null);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "estoy triste|sad",
        "ya no estoy triste|relief",
        "no estoy triste, estoy enojado|angry",
        "estoy contenta|glad",
        "estoy embarazada y tengo miedo|fear-of",
        "me recibí y estoy feliz|glad-event",
        "no estoy contento|unwell",
        "no me siento bien|unwell",
        "no soy feliz|unwell",
        "mi hermana está triste|someone",
        "está muy deprimida mi mamá|someone",
        "mi novio me pone triste|sad",
        "peleé con mi hermana y estoy triste|family-fight",
        "mi papá está enojado conmigo|someone-angry",
        "mi hija está feliz|someone-glad",
        "me dejó mi novia|breakup",
        "no tengo ganas de nada|apathy",
        "ya no tengo miedo|relief",
        "mi mejor amiga está triste|someone",
        "mi gato está muy enfermo|pet-ill",
        "le fui infiel a mi marido|unfaithful",
        "hace dos meses nació mi hija y lloro todo el día|baby-sleep",
        "no quiero hablar de eso|not-now",
        "se murió mi abuela|grief",
        "se murio mi perro|pet",
        "estoy ansiosa x el examen|exam"
      })
  void negationOtherPeopleAndJoyAreTakenRightly(String text, String matter) {
    ListeningWords words = Listening.words("es");
    assertThat(words.matter(words.read(text)).map(Matter::name)).as(text).contains(matter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pt|estou muito triste|sad",
        "pt|não estou mais triste|relief",
        "pt|minha irmã está triste|someone",
        "pt|estou tão feliz|glad",
        "pt|passei no vestibular|glad-event",
        "pt|não estou triste, só cansada|tired",
        "en|I'm so sad|sad",
        "en|I'm not sad anymore|relief",
        "en|my sister is sad|someone",
        "en|my best friend is depressed|someone",
        "en|I passed my exam|glad-event",
        "en|i am happy today|glad",
        "en|i'm not happy|unwell"
      })
  void soTheyAreInPortugueseAndEnglish(String language, String text, String matter) {
    ListeningWords words = Listening.words(language);
    assertThat(words.matter(words.read(text)).map(Matter::name)).as(text).contains(matter);
  }

  /**
   * Sentences beside which the words and phrases were written: what they show is that none is lost,
   * and that nobody in trouble is met with joy.
   */
  @ParameterizedTest
  @CsvSource({"0, es, 0.74", "1, pt, 0.84", "2, en, 0.82"})
  void feelingsAndSituationsAreFoundInManyWords(int at, String language, double least) {
    ListeningWords words = Listening.words(language);
    Map<String, WordFile> renamed = WordFile.read("agent/listening/words.yaml").parts();
    WordFile examples = WordFile.read("listening/examples.yaml");
    int right = 0;
    int heard = 0;
    int all = 0;
    for (String matter : examples.content().keySet()) {
      WordFile of = renamed.get(matter);
      String name =
          of == null || !of.has("where")
              ? matter
              : of.part("where").texts().getOrDefault(language, matter);
      for (String line : examples.lines(matter)) {
        String text = line.split(" \\| ", -1)[at];
        Optional<Matter> found = words.matter(words.read(text));
        boolean glad = List.of("glad", "glad-event", "relief", "crush", "none").contains(matter);
        assertThat(found.filter(Matter::glad)).as(text).matches(is -> glad || is.isEmpty());
        String said = found.map(Matter::name).orElse("none");
        boolean none = matter.equals("none") && said.startsWith("about-");
        right += said.equals(name) || none ? 1 : 0;
        heard += said.equals("none") && !matter.equals("none") ? 0 : 1;
        all++;
      }
    }
    assertThat((double) right / all).isGreaterThanOrEqualTo(least);
    assertThat((double) heard / all).isGreaterThanOrEqualTo(0.97);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "es|embarazada y tengo miedo",
        "es|estoy embarazada, no lo buscamos",
        "es|quedé embarazada y no sé qué hacer",
        "es|me dio positivo el test, estoy aterrada",
        "es|voy a ser papá y no tengo trabajo",
        "pt|tô grávida e com medo",
        "pt|meu teste deu positivo e não sei o que fazer",
        "en|pregnant and scared",
        "en|i'm pregnant and i don't know what to do"
      })
  void aPregnancyIsNoJoyByItself(String language, String text) {
    ListeningWords words = Listening.words(language);
    assertThat(words.matter(words.read(text)))
        .as(text)
        .hasValueSatisfying(matter -> assertThat(matter.glad()).isFalse());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "es|mi marido no quiere saber nada de mi familia|about-partner",
        "es|mi amiga me debe plata y no me contesta|about-friend",
        "es|¿qué le regalo a mi mamá?|none",
        "es|perdí a mi mejor amigo en un choque|grief",
        "es|mi mejor amiga está enamorada|someone-glad",
        "pt|fui assaltada ontem|robbed",
        "en|my dad has parkinson's|health"
      })
  void whereNothingElseIsFoundItIsAboutWhomeverItNames(
      String language, String text, String matter) {
    ListeningWords words = Listening.words(language);
    assertThat(words.matter(words.read(text)).map(Matter::name).orElse("none"))
        .as(text)
        .isEqualTo(matter);
  }

  @Test
  void noAnswerComesTwiceInAConversation() {
    List<Message> history = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (String text :
        List.of("estoy triste", "sí, muy triste", "no sé", "sí", "sigo triste", "hmm", "triste")) {
      String answer = said(text, history);
      said.add(answer);
      history.add(Message.user(text));
      history.add(Message.assistant(answer));
    }
    assertThat(said).doesNotHaveDuplicates();
    assertThat(said.subList(0, 4)).isSubsetOf(sadness());
  }

  @Test
  void whenAllIsSaidTheOldestComesAgain() {
    List<Message> history = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String answer = said("estoy triste", history);
      said.add(answer);
      history.add(Message.user("estoy triste"));
      history.add(Message.assistant(answer));
    }
    assertThat(said.getLast()).isNotEqualTo(said.get(58));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "?",
        "…",
        "😭",
        "asdf qwer",
        "no",
        "1234",
        "por qué",
        "\u0000",
        "…,,,;;;"
      })
  void nothingIsAnsweredWarmly(String text) {
    assertThat(said(text, List.of())).endsWith("?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "estou me sentindo muito sozinha|solidão",
        "i feel so alone since i moved|lonely",
        "me siento muy sola|soledad",
        "no tengo ganas de nada, todo me da igual|ganas"
      })
  void theWriterIsAnsweredInTheirLanguage(String text, String word) {
    assertThat(said(text, List.of())).contains(word);
  }

  @Test
  void whoAsksWhatToDoGetsTheKnowledge() {
    assertThat(Listening.answer(Fakes.prompt("¿cómo bajo la ansiedad?"), null, true)).isEmpty();
    assertThat(Listening.answer(Fakes.prompt("tengo ansiedad"), null, true)).isPresent();
    assertThat(Listening.answer(Fakes.prompt("insomnio crónico grave"), null, true)).isPresent();
    assertThat(Listening.answer(Fakes.prompt("hábitos saludables"), null, true)).isEmpty();
  }

  private static String said(String text, List<Message> history) {
    return Listening.answer(Fakes.prompt(text, history.toArray(Message[]::new)), null, false)
        .orElseThrow();
  }

  private static List<String> sadness() {
    return Listening.words("es").matters().stream()
        .filter(matter -> matter.name().equals("sad"))
        .flatMap(matter -> matter.answers().stream())
        .toList();
  }

  private static List<String> answers(String language) {
    ListeningWords words = Listening.words(language);
    return Stream.concat(
            words.matters().stream().map(Matter::answers),
            Stream.of(words.general(), words.further(), words.elsewhere()))
        .flatMap(List::stream)
        .map(Objects::requireNonNull)
        .toList();
  }
}

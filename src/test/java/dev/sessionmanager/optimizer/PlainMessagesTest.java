package dev.sessionmanager.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes of plain sentences, in which there is nothing to set apart: thousands, made up. */
class PlainMessagesTest {

  private static final List<String> SPANISH =
      List.of(
          "Necesito información sobre TEMA",
          "Quiero saber más de TEMA",
          "¿Qué es TEMA?",
          "¿Cómo funciona TEMA?",
          "Explícame la parte difícil de TEMA",
          "Explica cómo usar TEMA en el trabajo",
          "Haz un resumen de TEMA",
          "Escribe un correo sobre TEMA",
          "Dame tres ejemplos de TEMA",
          "Tengo una duda con TEMA y no sé por dónde empezar",
          "Busco un libro de TEMA",
          "Me gustaría saber de TEMA",
          "Hablame de TEMA",
          "¿Cuáles son las ventajas de TEMA?",
          "Compará TEMA con lo que había antes");
  private static final List<String> ENGLISH =
      List.of(
          "I need information about TEMA",
          "I want to know more about TEMA",
          "What is TEMA?",
          "How does TEMA work?",
          "Explain TEMA to me",
          "Tell me how to use TEMA at work",
          "Write a summary of TEMA",
          "Write a mail about TEMA",
          "Give me three examples of TEMA",
          "I have a question about TEMA and do not know where to start",
          "I am looking for a book on TEMA",
          "What are the advantages of TEMA?");
  private static final List<String> TEMAS =
      List.of(
          "la inteligencia artificial",
          "inteligencia artificial",
          "el cambio climático",
          "la fotosíntesis",
          "redes neuronales",
          "Docker",
          "el libro «Rayuela»",
          "la tasa del 12,5%",
          "mi jefe",
          "el IVA de 1.250,75 euros",
          "la guerra de 1982",
          "bases de datos en la nube",
          "https://example.org/a?b=c",
          "`git rebase`",
          "María Pérez");
  private static final List<String> TOPICS =
      List.of(
          "artificial intelligence",
          "climate change",
          "photosynthesis",
          "neural networks",
          "Docker",
          "the book “Ulysses”",
          "a rate of 12.5%",
          "my boss",
          "VAT on 1,250.75 euros",
          "the war of 1982",
          "cloud databases",
          "https://example.org/a?b=c",
          "`git rebase`",
          "Mary O'Hara");
  private static final List<String> ENDS = List.of("", ".", " ", "\n", " hoy", " 2026");

  private static List<String> messages(List<String> sentences, List<String> topics) {
    List<String> messages = new ArrayList<>();
    for (String sentence : sentences) {
      for (String topic : topics) {
        ENDS.forEach(end -> messages.add(sentence.replace("TEMA", topic) + end));
      }
    }
    return messages;
  }

  private static void assertLabelled(String message, String goal, String language) {
    String text = Optimizer.optimize(message, List.of(), 3).text();
    assertThat(text)
        .as("from %s", message)
        .isEqualTo(goal + ' ' + message.strip() + '\n' + language)
        .isNotEqualTo(message);
    assertThat(Optimizer.optimize(text, List.of(), 3).text()).isEqualTo(text);
  }

  @Test
  void haveTheirGoalAndTheLanguageOfTheAnswerUnderLabels() {
    List<String> spanish = messages(SPANISH, TEMAS);
    List<String> english = messages(ENGLISH, TOPICS);
    assertThat(spanish.size() + english.size()).isGreaterThan(2000);
    spanish.forEach(m -> assertLabelled(m, "Objetivo:", "Idioma de la respuesta: español"));
    english.forEach(m -> assertLabelled(m, "Goal:", "Language of the answer: English"));
  }

  @Test
  void areNeverTheMessageAloneInWhateverLanguage() {
    for (String message :
        List.of(
            "Fotosíntesis",
            "Me interesa inteligencia artificial",
            "x",
            "7",
            "Was ist das?",
            "要約して",
            "?",
            "\"",
            "```",
            "Goal:",
            "Objetivo: a")) {
      String text = Optimizer.optimize(message, List.of(), 3).text();
      assertThat(text)
          .contains(message)
          .isNotEqualTo(message)
          .containsPattern("Language of the answer: |Idioma de la respuesta: ");
    }
  }
}

package dev.sessionmanager.optimizer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The languages the optimiser has rules for; in any other it touches only white space. */
public enum OptimizerLanguage {
  ES("Objetivo:", "Restricciones:", "Formato:", "Archivos relevantes:"),
  EN("Goal:", "Constraints:", "Format:", "Relevant files:"),
  OTHER("", "", "", "");

  private static final Set<String> SPANISH =
      words(
          """
          el la los las un una unos unas de del al que y en por para con sin se su sus lo le les me mi
          mis te tu tus nos es son esta este esto estas estos ese esa eso como cuando donde porque pero
          mas muy ya si hay fue ser hola gracias favor buenos buenas quiero necesito puedes podrias
          podria haz hazme dame dime cual cuales quien cuanto cuantos sobre entre hasta desde cada todo
          todos tambien
          """);

  private static final Set<String> ENGLISH =
      words(
          """
          the an and of to in is are was were be been that this these those it its for with as on at by
          from or not do does did don't you your my i i'm i'd we our they their he she what which who
          how when where why can could would should will please thanks thank hello hi hey me need want
          about into all each
          """);

  /** Says Spanish or English too, but may be what a file is called. */
  private static final Set<String> SPANISH_NOUNS =
      words("resumen resume archivo informe texto correo lista tabla escribe explica traduce");

  private static final Set<String> ENGLISH_NOUNS =
      words("summary summarize file report text mail list table write explain translate");

  /** Of neighbouring languages, and rare in both of ours; counts twice. */
  private static final Set<String> NEIGHBOURS =
      words(
          """
          nao voce voces poderia obrigado obrigada isto isso tambem pela pelo seu sua preciso
          est vous je une dans avec bonjour merci qui pas plait pouvez
          che gli della sono grazie ciao questo puoi
          der und ist nicht ein eine ich bitte auf danke
          amb els aquest gracies het een niet
          """);

  private final String goal;
  private final String constraints;
  private final String format;
  private final String files;

  OptimizerLanguage(String goal, String constraints, String format, String files) {
    this.goal = goal;
    this.constraints = constraints;
    this.format = format;
    this.files = files;
  }

  /** The language most of the known words belong to; OTHER when none leads. */
  static OptimizerLanguage of(String text) {
    int spanish = text.indexOf('¿') >= 0 || text.indexOf('¡') >= 0 ? 2 : 0;
    int english = 0;
    int other = 0;
    for (String word : Words.of(text)) {
      boolean own = SPANISH.contains(word) || SPANISH_NOUNS.contains(word);
      spanish += own || word.indexOf('ñ') >= 0 ? 1 : 0;
      english += ENGLISH.contains(word) || ENGLISH_NOUNS.contains(word) ? 1 : 0;
      other += NEIGHBOURS.contains(word) ? 2 : 0;
    }
    if (spanish > english && spanish > other) {
      return ES;
    }
    return english > spanish && english > other ? EN : OTHER;
  }

  /** True for a word so common that it says nothing, and is no name. */
  static boolean common(String foldedWord) {
    return SPANISH.contains(foldedWord) || ENGLISH.contains(foldedWord);
  }

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  String goal() {
    return goal;
  }

  String constraints() {
    return constraints;
  }

  String format() {
    return format;
  }

  String files() {
    return files;
  }

  private static Set<String> words(String lines) {
    return Set.copyOf(Arrays.asList(lines.strip().split("\\s+")));
  }
}

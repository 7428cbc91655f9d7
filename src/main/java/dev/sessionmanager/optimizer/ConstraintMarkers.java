package dev.sessionmanager.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * By which words a sentence, or a clause after a comma, is known for a constraint or a wish about
 * the format. Folded as {@link Words#fold}; matched at the beginning only.
 *
 * @param negations before one of {@code forbidden}
 * @param forbidden what may be forbidden: "no sé" is none
 * @param limits before a number
 * @param units of a number behind {@code in}: "en 3 puntos"
 * @param clauses further beginnings of constraints, also of clauses
 * @param sentences further beginnings of constraints, of whole sentences only
 * @param exceptions what only looks like one of the above
 * @param formats beginnings of formats, also of clauses
 * @param formatSentences beginnings of formats, of whole sentences only
 * @param conditions words that tie a clause to the one before it
 */
record ConstraintMarkers(
    List<String> negations,
    Set<String> forbidden,
    List<String> limits,
    String in,
    Set<String> units,
    List<String> clauses,
    List<String> sentences,
    List<String> exceptions,
    List<String> formats,
    List<String> formatSentences,
    Set<String> conditions) {

  /** What a sentence or clause says. */
  enum Part {
    GOAL,
    CONSTRAINT,
    FORMAT
  }

  private static final Set<String> NUMBERS =
      Set.of(
          "un", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
          "cien", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

  private static final ConstraintMarkers SPANISH =
      new ConstraintMarkers(
          list("no|nunca"),
          set(
              """
              uses utilices emplees incluyas menciones agregues añadas escribas repitas inventes
              cambies modifiques superes pases excedas hagas des pongas expliques traduzcas borres
              elimines omitas olvides muestres copies debe debes deben usar incluir mencionar superar
              """),
          list(
              "como maximo|como minimo|maximo|minimo|al menos|a lo sumo|no mas de|en no mas de|"
                  + "en menos de|menos de|hasta"),
          "en",
          set("palabra palabras linea lineas parrafo parrafos punto puntos frase frases oraciones"),
          list("sin|que sea|que no"),
          list(
              "evita|evitar|limitate a|manten|solo usa|usa solo|usa como maximo|debe ser|debe"
                  + " tener|debe incluir|debe contener|deben ser|deben tener|la respuesta debe|el"
                  + " texto debe"),
          list("sin embargo|sin duda|sin mas|que no se|que no pude|que no puedo"),
          list(
              "en formato|en json|en yaml|en xml|en csv|en markdown|en html|en latex|en una tabla|"
                  + "en una lista|en forma de|como tabla|como lista|como una tabla|como una lista|"
                  + "en viñetas|con viñetas"),
          list(
              "formato|responde en|responde con|responde como|responde solo|contesta en|contesta"
                  + " con|devuelve json|devuelvelo en|devuelvelo como|devuelve la"
                  + " respuesta|devuelve el resultado|presentalo en|presentalo como|muestralo"
                  + " en|muestralo como|escribelo en|la respuesta en|usa formato|usa el formato"),
          set("si cuando mientras aunque como porque para despues antes hasta donde que"));

  private static final ConstraintMarkers ENGLISH =
      new ConstraintMarkers(
          list("do not|don't|never"),
          set(
              """
              use include mention add write repeat invent change modify exceed go make give explain
              translate remove delete omit forget show copy assume quote
              """),
          list(
              "at most|at least|maximum|max|no more than|not more than|in no more than|in"
                  + " under|under|in at most|in less than|in fewer than|less than|fewer than|up"
                  + " to"),
          "in",
          set("word words line lines paragraph paragraphs point points sentence sentences bullets"),
          list("without"),
          list(
              "avoid|keep it|limit it|limit yourself|only use|use only|only include|must be|must"
                  + " have|it must|the answer must|the response must|it should be|the answer"
                  + " should"),
          List.of("without doubt"),
          list(
              "in json|in yaml|in xml|in csv|in markdown|in html|in latex|in a table|in table form|"
                  + "in the form of|in bullet points|as a table|as a list|as a bulleted list|"
                  + "as a numbered list|as json|as yaml|as csv|as markdown|as bullet points"),
          list(
              "answer in|answer as|answer with|respond in|respond as|respond with|reply in|reply"
                  + " as|reply with|return json|return it as|return the result|return only|output"
                  + " json|output it|format it as|format the answer|use markdown|use json"),
          set("if when while although as because so that before after until unless once where"));

  static ConstraintMarkers of(OptimizerLanguage language) {
    return language == OptimizerLanguage.ES ? SPANISH : ENGLISH;
  }

  /** What a whole sentence says. */
  Part sentence(String sentence) {
    if (any(exceptions, sentence) || sentence.indexOf('?') >= 0) {
      return Part.GOAL;
    }
    if (any(sentences, sentence) || forbids(sentence)) {
      return Part.CONSTRAINT;
    }
    return any(formatSentences, sentence) ? Part.FORMAT : clause(sentence);
  }

  /** What a clause after a comma says. */
  Part clause(String clause) {
    if (any(exceptions, clause)) {
      return Part.GOAL;
    }
    if (any(formats, clause)) {
      return Part.FORMAT;
    }
    return any(clauses, clause) || limits(clause) ? Part.CONSTRAINT : Part.GOAL;
  }

  /** True where a clause of the sentence may depend on another. */
  boolean isConditional(String sentence) {
    List<String> words = Words.of(sentence);
    return words.stream().limit(1).anyMatch(conditions::contains)
        || words.contains("si")
        || words.contains("if")
        || words.contains("cuando")
        || words.contains("when")
        || words.contains("unless");
  }

  private boolean forbids(String sentence) {
    return negations.stream()
        .anyMatch(no -> forbidden.contains(next(sentence, Words.phraseEnd(sentence, 0, no))));
  }

  private boolean limits(String text) {
    for (String limit : limits) {
      if (isNumber(next(text, Words.phraseEnd(text, 0, limit)))) {
        return true;
      }
    }
    int end = Words.phraseEnd(text, 0, in);
    String number = next(text, end);
    return isNumber(number) && units.contains(next(text, end + 1 + number.length()));
  }

  private static boolean isNumber(String word) {
    return NUMBERS.contains(word) || (!word.isEmpty() && Character.isDigit(word.charAt(0)));
  }

  /** The word behind the space at {@code end}, folded; empty when there is none. */
  private static String next(String text, int end) {
    return end < 0 || end + 1 >= text.length() || text.charAt(end) != ' '
        ? ""
        : Words.fold(text.substring(end + 1, Words.wordEnd(text, end + 1)));
  }

  private static boolean any(List<String> beginnings, String text) {
    return beginnings.stream().anyMatch(beginning -> Words.phraseEnd(text, 0, beginning) >= 0);
  }

  private static List<String> list(String phrases) {
    return List.of(phrases.split("\\|"));
  }

  private static Set<String> set(String words) {
    return Set.copyOf(Arrays.asList(words.strip().split("\\s+")));
  }
}

package dev.sessionmanager.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The courtesies and fillers of one language, folded as {@link Words#fold}; longer ones stand
 * before those they begin with. Adding one is adding a word here and a row to docs/optimizer.md.
 *
 * @param greetings at the start of a message
 * @param please anywhere it is clearly addressed to the reader
 * @param requests before a verb: a polite way to ask for it
 * @param pleaseRequests the same, but also said of abilities: polite only together with please
 * @param openers before a comma at the start of a sentence
 * @param asides between commas
 * @param hedges between "I" and a verb of wanting
 * @param thanks as the last sentence
 * @param verbs what people ask for; only before these are requests taken for requests
 * @param pronouns that may hang at the end of a verb
 * @param mentions after these words a please is talked about, not said
 * @param determiners after these a please between verb and object is said to the reader
 */
record CourtesyPhrases(
    List<String> greetings,
    List<String> please,
    List<String> requests,
    List<String> pleaseRequests,
    List<String> openers,
    List<String> asides,
    List<String> hedges,
    List<String> thanks,
    Set<String> verbs,
    List<String> pronouns,
    Set<String> mentions,
    Set<String> determiners) {

  static final CourtesyPhrases SPANISH =
      new CourtesyPhrases(
          list(
              "hola a todos|hola a todas|hola buenas tardes|hola buenas|hola|buenos dias|buen dia|"
                  + "buenas tardes|buenas noches|buenas|que tal"),
          list("por favor|porfavor|porfa"),
          list(
              "me podrias hacer el favor de|podrias hacerme el favor de|me podrias|me podria|nos"
                  + " podrias|nos podria|podrias ayudarme a|podrias|serias tan amable de|seria tan"
                  + " amable de|me harias el favor de|haz el favor de|quiero que me ayudes"
                  + " a|necesito que me ayudes a|me gustaria que me ayudaras a"),
          list("me puedes|me puede|puedes|puede"),
          list("bueno|pues|o sea|basicamente|a ver|oye|mira|vale|ok|okay"),
          list("basicamente|digamos"),
          List.of(),
          list(
              "muchas gracias de antemano|muchas gracias por tu ayuda|muchas gracias por su"
                  + " ayuda|desde ya muchas gracias|gracias de antemano|gracias por tu"
                  + " ayuda|gracias por su ayuda|gracias por todo|desde ya gracias|muchisimas"
                  + " gracias|muchas gracias|mil gracias|gracias|te lo agradezco|te lo"
                  + " agradeceria|un saludo|saludos cordiales|saludos"),
          set(
              """
              resume resumir haz hacer decir da dame dar escribe escribir explica explicar traduce traducir
              genera generar crea crear lista listar enumera enumerar busca buscar calcula calcular
              analiza analizar compara comparar corrige corregir mejora mejorar revisa revisar redacta
              redactar prepara preparar muestra mostrar envia enviar ayuda ayudar describe describir
              convierte convertir ordena ordenar clasifica clasificar extrae extraer identifica
              identificar propon proponer sugiere sugerir completa completar responde responder define
              definir elabora elaborar disena disenar diseña diseñar implementa implementar optimiza
              optimizar reescribe reescribir lee leer dime decirme indica indicar recomienda recomendar
              organiza organizar simplifica simplificar agrega agregar añade añadir elimina eliminar
              quita quitar cambia cambiar cuenta contar revisame pasa pasar investiga investigar evalua
              evaluar verifica verificar comprueba comprobar encuentra encontrar guarda guardar abre abrir
              """),
          list("melo|mela|noslo|selo|me|nos|lo|la|los|las|le|les"),
          set(
              """
              con de sin y o u e ni a al en el la los las un una di diga digas decir dice dicen digo
              dije dijo decirme palabra palabras frase frases expresion escribe escribir significa pon
              poner traduce traducir no que como por llamada llamado titulada titulado es
              """),
          set("un una unos unas el la los las este esta estos estas ese esa mi mis"));

  static final CourtesyPhrases ENGLISH =
      new CourtesyPhrases(
          list(
              "hello there|hello everyone|hello|hi there|hi all|hi|hey there|hey|good morning|"
                  + "good afternoon|good evening"),
          list("please|pls|plz|kindly"),
          list(
              "could you help me to|could you|would you be so kind as to|would you kindly|"
                  + "i would like you to|i'd like you to|i want you to|i need you to"),
          list("can you|would you|will you"),
          list("well|basically|ok|okay|you know"),
          list("you know|basically"),
          list("kind of|sort of"),
          list(
              "thank you very much in advance|thank you very much|thank you so much|"
                  + "thank you in advance|thank you for your help|thank you|thanks in advance|"
                  + "thanks for your help|thanks a lot|thanks so much|many thanks|thanks|thx|"
                  + "best regards|kind regards|regards|cheers"),
          set(
              """
              summarize summarise write explain translate give list tell show make create generate help
              find search look calculate compute analyze analyse compare correct fix improve review draft
              prepare send describe convert sort classify extract identify propose suggest complete
              answer define design implement optimize optimise rewrite read check count add remove
              change delete update use do provide outline organize organise simplify recommend verify
              shorten expand format save open draw plan build continue proofread paraphrase
              """),
          List.of(),
          set(
              """
              with without of and or nor to the a an say says said saying word words phrase phrases
              write means mean meaning translate spell not no never as is called titled named
              """),
          set("a an the this that these those my our some"));

  static CourtesyPhrases of(OptimizerLanguage language) {
    return language == OptimizerLanguage.ES ? SPANISH : ENGLISH;
  }

  /** True for a verb that is asked for, in Spanish also with pronouns at its end. */
  boolean isVerb(String foldedWord) {
    return verbs.contains(foldedWord)
        || pronouns.stream()
            .filter(foldedWord::endsWith)
            .map(pronoun -> foldedWord.substring(0, foldedWord.length() - pronoun.length()))
            .anyMatch(verbs::contains);
  }

  private static List<String> list(String phrases) {
    return List.of(phrases.split("\\|"));
  }

  private static Set<String> set(String words) {
    return Set.copyOf(Arrays.asList(words.strip().split("\\s+")));
  }
}

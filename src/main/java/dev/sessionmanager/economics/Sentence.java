package dev.sessionmanager.economics;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.Language;
import dev.sessionmanager.tool.Asked;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote, read once: its words, its numbers and its equations (whose numbers are not
 * among the others).
 */
record Sentence(String text, TokenRow tokens, List<Equation> equations) {

  /** Characters; what is longer is no question for a calculator. */
  static final int MAX_LENGTH = 4_000;

  private static final List<Phrase> ORDERS = phrases("orders");
  private static final List<Phrase> QUESTIONS = phrases("questions");

  /** They ask for knowledge, even where they name a calculation. */
  private static final List<Phrase> MEANINGS = phrases("meanings");

  private static final List<Phrase> CHARTS = phrases("charts");
  private static final Set<String> BEFORE_YEARS = Lexicon.FILE.words("before-years");
  private static final Set<String> BETWEEN_YEARS = Lexicon.FILE.words("between-years");
  private static final Map<String, List<String>> CURRENCIES =
      Lexicon.FILE.part("currencies").lists();

  private static final Map<String, List<String>> EXPLICIT_CURRENCIES =
      Lexicon.FILE.part("explicit-currencies").lists();

  /** A number right behind one of these is a name: "bien 2". */
  private static final Set<String> NUMBERED = Lexicon.FILE.words("numbered");

  /** A word or a mark; of several ";", which stand for an equation, the last. */
  private static final Pattern TOKEN = Pattern.compile("\\p{L}[\\p{L}\\p{Nd}_]*+|;(?!;)|[,=]");

  /** Of the words between a percentage and its period those that name it. */
  private static final Set<String> NAMES = Lexicon.FILE.words("named-links");

  private static final Pattern EQUALS = Pattern.compile(" *+=");

  /** The sentence of a question, read once for all tools; one that is too long says nothing. */
  static Sentence of(Asked asked) {
    return asked.read(
        Sentence.class,
        question -> of(question.text().length() > MAX_LENGTH ? "" : question.text()));
  }

  static Sentence of(String text) {
    List<Equation> equations = Equation.find(text);
    StringBuilder masked = new StringBuilder(text);
    for (Equation equation : equations) {
      for (int i = equation.start(); i < equation.end(); i++) {
        masked.setCharAt(i, ';');
      }
    }
    return new Sentence(text, new TokenRow(tokens(masked.toString())), equations);
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    boolean english = Language.of(text) == Language.ENGLISH;
    for (Amount amount : Amounts.all(text)) {
      addWords(tokens, text, at, amount.start(), english);
      if (isName(amount, tokens)) {
        at = amount.end();
        continue;
      }
      Amount number = isYear(amount, text, tokens) ? null : amount;
      if (amount.kind() == Amount.Kind.PERCENT) {
        addNames(tokens, text, amount);
      }
      tokens.add(new Token(Token.NUMBER, false, number, amount.start(), amount.end()));
      at = amount.end();
    }
    addWords(tokens, text, at, text.length(), english);
    return tokens;
  }

  private static void addWords(
      List<Token> tokens, String text, int start, int end, boolean english) {
    Matcher token = TOKEN.matcher(text).region(start, end);
    while (token.find()) {
      String word = token.group();
      if (english
          && word.equals("I")
          && !EQUALS.matcher(text).region(token.end(), end).lookingAt()) {
        continue; // the pronoun, no interest rate
      }
      boolean capitals = word.chars().noneMatch(Character::isLowerCase);
      String folded = Folding.ENYE_FOLDED.of(word);
      tokens.add(new Token(folded, capitals, null, token.start(), token.end()));
    }
  }

  /** "3 % de inflación por mes" is one number, and what it is of is a word beside it. */
  private static void addNames(List<Token> tokens, String text, Amount amount) {
    String written = Folding.ENYE_FOLDED.of(text.substring(amount.start(), amount.end()));
    for (String name : NAMES) {
      if (written.contains(name)) {
        tokens.add(new Token(name, false, null, amount.start(), amount.start()));
      }
    }
  }

  /** "en 2001", "del año 2001", "de 2001 a 2003": a date, not a number to calculate with. */
  private static boolean isYear(Amount amount, String text, List<Token> before) {
    if (!looksLikeYear(amount, text) || before.isEmpty()) {
      return false;
    }
    boolean range = before.size() > 1 && before.get(before.size() - 2).isDate();
    return range
        ? BETWEEN_YEARS.contains(before.getLast().word())
        : BEFORE_YEARS.contains(before.getLast().word());
  }

  private static boolean isName(Amount amount, List<Token> before) {
    return amount.isPlain()
        && amount.end() - amount.start() == 1
        && !before.isEmpty()
        && NUMBERED.contains(before.getLast().word());
  }

  static boolean looksLikeYear(Amount amount, String text) {
    return amount.kind() == Amount.Kind.PLAIN
        && amount.value() >= 1900
        && amount.value() <= 2100
        && amount.end() - amount.start() == 4
        && Numeral.isDigits(text.substring(amount.start(), amount.end()))
        && !text.startsWith("$", amount.start() - 1);
  }

  /** Whether it has a number that is surely no year, or an equation. */
  boolean carriesNumbers() {
    return !equations.isEmpty()
        || tokens.stream()
            .map(Token::amount)
            .anyMatch(amount ->
                amount != null
                    && amount.kind() != Amount.Kind.UNREAD
                    && !looksLikeYear(amount, text));
  }

  boolean ordersToCalculate() {
    return says(ORDERS);
  }

  boolean asksHowMuch() {
    return says(QUESTIONS);
  }

  boolean asksForMeaning() {
    return says(MEANINGS);
  }

  boolean asksForChart() {
    return says(CHARTS);
  }

  boolean says(List<Phrase> phrases) {
    return phrases.stream().anyMatch(phrase -> phrase.in(tokens) != null);
  }

  /** The amount after "letter ="; null when there is none. */
  @Nullable Amount named(String letter) {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).word().equals(letter) && tokens.get(i + 1).word().equals("=")) {
        return tokens.get(i + 2).amount();
      }
    }
    return null;
  }

  /** The currency a text speaks of, as a sign before sums of money; "$" when it names none. */
  static String currency(String text) {
    String folded = Folding.ENYE_FOLDED.of(text);
    return CURRENCIES.entrySet().stream()
        .filter(currency -> currency.getValue().stream().anyMatch(word -> hasWord(folded, word)))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("$");
  }

  /** The currencies that a text names, as signs before sums of money; "$" may be any. */
  static Set<String> currencies(String text) {
    String folded = Folding.ENYE_FOLDED.of(text);
    Set<String> named = new LinkedHashSet<>();
    EXPLICIT_CURRENCIES.forEach((sign, words) -> {
      if (words.stream().anyMatch(word -> hasWord(folded, word))) {
        named.add(sign);
      }
    });
    return named;
  }

  private static boolean hasWord(String text, String word) {
    int at = text.indexOf(word);
    while (at >= 0) {
      int end = at + word.length();
      boolean begins = at == 0 || !Character.isLetter(text.charAt(at - 1));
      if (begins && (end == text.length() || !Character.isLetter(text.charAt(end)))) {
        return true;
      }
      at = text.indexOf(word, end);
    }
    return false;
  }

  private static List<Phrase> phrases(String list) {
    return Phrase.list(Lexicon.FILE.entries(list));
  }
}

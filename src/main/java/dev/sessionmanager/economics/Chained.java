package dev.sessionmanager.economics;

import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes in per cent, one after the other: "inflación enero 2,2 febrero 2,4 y marzo 3,7, cuánto
 * lleva acumulada", "si algo sube 20 % y después baja 20 %, ¿queda igual?". It answers a sentence
 * that asks for the whole and whose every number is one of the changes, or the sum that changes.
 * Stateless; any thread.
 */
final class Chained implements Tool {

  private static final TextInput CHANGES =
      new TextInput("cambios", "«sube 20 % y después baja 20 %», «1000 sube 5 % y 8 %».");

  private static final List<Phrase> ASKS = Phrase.list(Lexicon.FILE.entries("asks-for-the-whole"));

  /** Of these a number needs no sign to be a percentage. */
  private static final List<Phrase> RATES = Phrase.list(Lexicon.FILE.entries("changes-of-prices"));

  private static final Set<String> RISES = Lexicon.FILE.words("chained-rises");
  private static final Set<String> FALLS = Lexicon.FILE.words("chained-falls");

  /** With these it is another calculation. */
  private static final Set<String> OTHERS = Lexicon.FILE.words("not-chained");

  /** A percentage that is more than this is a price. */
  private static final double LARGEST = 1_000;

  @Override
  public String name() {
    return "cambios_seguidos";
  }

  @Override
  public String description() {
    return "Encadena aumentos y bajas en por ciento: «sube 20 % y después baja 20 %», «inflación"
        + " de 2,2 %, 2,4 % y 3,7 %, acumulada».";
  }

  @Override
  public Map<String, Object> parameters() {
    return CHANGES.schema();
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    String changes = CHANGES.of(arguments);
    Sentence sentence = Sentence.of(changes.length() > Sentence.MAX_LENGTH ? "" : changes);
    return Answer.of(
        answer(sentence)
            .orElse("No entiendo «cambios». Tienen que ser como «sube 20 % y después baja 20 %»."));
  }

  @Override
  public Optional<Answer> asked(Asked asked) {
    Sentence sentence = Sentence.of(asked);
    return sentence.says(ASKS) && !sentence.asksForChart()
        ? answer(sentence).map(text -> Answer.of(English.answer(asked, text)))
        : Optional.empty();
  }

  private static Optional<String> answer(Sentence sentence) {
    TokenRow tokens = sentence.tokens();
    boolean bare = sentence.says(RATES);
    List<Double> changes = new ArrayList<>();
    Amount base = null;
    int sign = 0;
    int used = -1; // the word behind a number that was its direction
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Amount amount = token.amount();
      sign = i == used ? sign : direction(token.word(), sign);
      if (amount == null) {
        if (OTHERS.contains(token.word()) || token.isDate()) {
          return Optional.empty();
        }
        continue;
      }
      boolean percent =
          amount.kind() == Amount.Kind.PERCENT
              || (bare && amount.isPlain() && Math.abs(amount.value()) < 100);
      boolean once = amount.period() == null || amount.period() == Period.MONTH;
      int own = bare ? 1 : sign;
      if (own == 0 && percent) {
        used = behind(tokens, i);
        own = used < 0 ? 0 : direction(tokens.get(used).word(), 0);
      }
      if (percent && once && own != 0 && Math.abs(amount.value()) <= LARGEST) {
        changes.add(own < 0 ? -Math.abs(amount.value()) : amount.value());
      } else if (!percent && base == null && amount.isPlain() && amount.period() == null) {
        base = amount;
      } else {
        return Optional.empty();
      }
      sign = 0;
    }
    if (changes.size() < 2
        || !sentence.equations().isEmpty()
        || changes.stream().anyMatch(change -> change < -100)) {
      return Optional.empty();
    }
    try {
      return Optional.of(shown(changes, base, new Arguments(Sentence.currency(sentence.text()))));
    } catch (Refusal refusal) {
      return Optional.of(refusal.sentence());
    }
  }

  private static int direction(String word, int otherwise) {
    return RISES.contains(word) ? 1 : FALLS.contains(word) ? -1 : otherwise;
  }

  /** "50 % de descuento": the place of the direction right behind a number; -1 for none. */
  private static int behind(TokenRow tokens, int place) {
    for (int i = place + 1; i < Math.min(place + 3, tokens.size()); i++) {
      if (direction(tokens.get(i).word(), 0) != 0) {
        return i;
      }
    }
    return -1;
  }

  private static String shown(List<Double> changes, @Nullable Amount base, Arguments money) {
    double factor = 1;
    for (double change : changes) {
      factor *= 1 + change / 100;
    }
    String product =
        changes.stream()
            .map(change -> Numbers.plain(1 + change / 100))
            .collect(Collectors.joining(" · "));
    double start = base == null ? 100 : base.value();
    String whole = Numbers.percent(Math.abs(factor - 1));
    boolean same = Math.abs(factor - 1) < 1e-12;
    StringBuilder text = new StringBuilder("**Cambios seguidos**\n\n");
    text.append("Fórmula: `").append(product).append(" − 1`\n\n");
    text.append(
        same
            ? "**En total: queda igual**"
            : "**En total: %s %s**".formatted(factor > 1 ? "sube" : "baja", whole));
    text.append(
        "  \n%s pasa a ser %s\n\n"
            .formatted(
                base == null ? "De 100" : "De " + money.money(start),
                base == null ? Numbers.plain(100 * factor) : money.money(start * factor)));
    return text.append(
            "Cada cambio se hace sobre lo que dejó el anterior: por eso se multiplica y no se"
                + " suma.\n")
        .toString();
  }
}

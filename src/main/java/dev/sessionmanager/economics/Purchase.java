package dev.sessionmanager.economics;

import dev.sessionmanager.economics.Amount.Kind;
import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What several things cost together: "tres cafés de 2.800 y dos medialunas de 950, con 10 % de
 * propina". It answers a sentence that asks for the total and whose every number is a quantity, the
 * price of one, or a tip. Stateless; any thread.
 */
final class Purchase implements Tool {

  private static final TextInput LIST =
      new TextInput("compra", "Cantidades y precios: «3 cafés de 2800 y 2 medialunas de 950».");

  private static final List<Phrase> ASKS = Phrase.list(Lexicon.FILE.entries("asks-for-a-total"));
  private static final Set<String> BEFORE_PRICES = Lexicon.FILE.words("before-prices");
  private static final Set<String> ARTICLES = Lexicon.FILE.words("number-articles");
  private static final List<Phrase> TIPS = Phrase.list(Lexicon.FILE.entries("tips"));
  private static final Set<String> CONDITIONS = Lexicon.FILE.words("conditions");

  /** Words from a quantity to its price, at most: "medialunas de manteca a". */
  private static final int WORDS_BETWEEN = 5;

  /**
   * So many of a thing.
   *
   * @param price of one
   * @param counted whether the quantity was a number, and no article
   */
  private record Item(double quantity, double price, boolean counted) {
    double cost() {
      return quantity * price;
    }
  }

  @Override
  public String name() {
    return "total_de_compra";
  }

  @Override
  public String description() {
    return "Suma cantidades por precios, con propina si se dice: «3 cafés de 2800 y 2 medialunas de"
        + " 950, 10 % de propina».";
  }

  @Override
  public Map<String, Object> parameters() {
    return LIST.schema();
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    String list = LIST.of(arguments);
    Sentence sentence = Sentence.of(list.length() > Sentence.MAX_LENGTH ? "" : list);
    return Answer.of(
        answer(sentence)
            .orElse(
                "No entiendo «compra». Tienen que ser cantidades y precios: «3 cafés de 2800 y 2"
                    + " medialunas de 950»."));
  }

  @Override
  public Optional<Answer> asked(Asked asked) {
    Sentence sentence = Sentence.of(asked);
    return sentence.says(ASKS)
        ? answer(sentence).map(text -> Answer.of(English.answer(asked, text)))
        : Optional.empty();
  }

  private static Optional<String> answer(Sentence sentence) {
    TokenRow tokens = sentence.tokens();
    Set<Integer> understood = new HashSet<>();
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      int price = price(i, tokens);
      if (price > 0) {
        Amount amount = tokens.get(i).amount();
        items.add(
            new Item(amount == null ? 1 : amount.value(), value(price, tokens), amount != null));
        understood.add(i);
        understood.add(price);
        i = price;
      }
    }
    int tip = tip(tokens);
    understood.add(tip);
    boolean all = true;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      boolean number = token.word().equals(Token.NUMBER);
      all &= understood.contains(i) || !(number || CONDITIONS.contains(token.word()));
    }
    boolean several = items.size() > 1 || (items.size() == 1 && tip >= 0);
    if (!all
        || !several
        || items.stream().noneMatch(Item::counted)
        || Sentence.currencies(sentence.text()).size() > 1) {
      return Optional.empty();
    }
    try {
      double percent = tip < 0 ? Double.NaN : value(tip, tokens);
      return Optional.of(shown(items, percent, new Arguments(Sentence.currency(sentence.text()))));
    } catch (Refusal refusal) {
      return Optional.of(refusal.sentence());
    }
  }

  /** The place of the price whose quantity stands at {@code place}; -1 where none does. */
  private static int price(int place, TokenRow tokens) {
    Token first = tokens.get(place);
    Amount quantity = first.amount();
    boolean counts =
        quantity == null
            ? ARTICLES.contains(first.word())
            : quantity.value() > 0
                && (quantity.kind() == Kind.MEASURE
                    || (quantity.isPlain()
                        && quantity.period() == null
                        && quantity.value() == Math.rint(quantity.value())));
    for (int i = place + 1; counts && i < tokens.size() && i <= place + WORDS_BETWEEN + 1; i++) {
      Token token = tokens.get(i);
      Amount amount = token.amount();
      boolean article = ARTICLES.contains(token.word()) && !BEFORE_PRICES.contains(token.word());
      if (token.isBreak() || token.isDate() || article) {
        return -1;
      }
      if (amount != null) {
        boolean priced =
            amount.isPlain()
                && amount.period() == null
                && amount.value() > 0
                && i > place + 1
                && BEFORE_PRICES.contains(tokens.get(i - 1).word());
        return priced ? i : -1;
      }
    }
    return -1;
  }

  /** The place of the percentage that is a tip; -1 for none. */
  private static int tip(TokenRow tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      Amount amount = tokens.get(i).amount();
      boolean percent =
          amount != null
              && amount.kind() == Kind.PERCENT
              && amount.period() == null
              && amount.value() >= 0;
      if (percent) {
        for (int near = Math.max(0, i - 2); near <= Math.min(i + 2, tokens.size() - 1); near++) {
          int at = near;
          if (TIPS.stream().anyMatch(word -> word.endAt(tokens, at) > at)) {
            return i;
          }
        }
      }
    }
    return -1;
  }

  private static double value(int place, TokenRow tokens) {
    Amount amount = tokens.get(place).amount();
    return amount == null ? Double.NaN : amount.value();
  }

  /**
   * @param percent of the tip; NaN for none
   */
  private static String shown(List<Item> items, double percent, Arguments money) {
    StringBuilder text = new StringBuilder("**Total de la compra**\n\n");
    double sum = 0;
    for (Item item : items) {
      sum += item.cost();
      text.append(
          "- %s × %s = %s\n"
              .formatted(
                  Numbers.plain(item.quantity), money.money(item.price), money.money(item.cost())));
    }
    if (Double.isNaN(percent)) {
      return text.append("\n**Total: %s**\n".formatted(money.money(sum))).toString();
    }
    double tip = sum * percent / 100;
    text.append("- Propina: %s %%\n".formatted(Numbers.plain(percent)));
    text.append("\n**Total: %s**  \n".formatted(money.money(sum + tip)));
    text.append("Sin propina: %s  \n".formatted(money.money(sum)));
    return text.append("Propina: %s\n".formatted(money.money(tip))).toString();
  }
}

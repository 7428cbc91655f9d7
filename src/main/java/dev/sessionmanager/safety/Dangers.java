package dev.sessionmanager.safety;

import dev.sessionmanager.safety.DangerModel.Question;
import dev.sessionmanager.text.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds danger in what a person writes, in Spanish, Portuguese and English, without a language
 * model: what is explicit by rules ({@link DangerSigns}), what is put in other words or hinted at
 * by what the build learned of examples ({@link DangerModel}). Where that is not sure, the danger
 * is in {@link Danger.Urgency#DOUBT}. The same text always gives the same answer. It is no
 * diagnosis. Any thread; linear in the length of the text.
 */
public final class Dangers {

  /** From this likelihood on it is a danger. */
  private static final double SURE = 0.9;

  /** A longer text is looked at in pieces: one sentence of danger must not drown in the others. */
  private static final int WHOLE = 30;

  private static final List<Question> KINDS =
      List.of(Question.SELF, Question.FROM_OTHERS, Question.OTHERS, Question.THIRD_PERSON);
  private static final List<Question> LANGUAGES =
      List.of(Question.SPANISH, Question.PORTUGUESE, Question.ENGLISH);

  private final DangerSigns signs = new DangerSigns();
  private final TextTraits traits = new TextTraits();
  private final DangerModel model;

  /** With the model that ships. */
  public Dangers() {
    this(DangerModel.shipped());
  }

  /** With another model, to measure it. */
  public Dangers(DangerModel model) {
    this.model = model;
  }

  /** The gravest danger that a text speaks of; empty where there is none. */
  public Optional<Danger> in(String text) {
    Optional<Danger> sign = signs.in(text);
    if (sign.isPresent()) {
      return sign;
    }
    Traits likeliest = null;
    double most = 0;
    for (List<String> piece : pieces(TextTraits.words(text))) {
      Traits of = traits.of(piece);
      double danger = model.of(Question.DANGER, of);
      if (danger > most) {
        most = danger;
        likeliest = of;
      }
    }
    if (likeliest == null) {
      return Optional.empty();
    }
    String language = language(likeliest);
    if (most < doubt(language)) {
      return Optional.empty();
    }
    Danger.Urgency urgency =
        most < SURE
            ? Danger.Urgency.DOUBT
            : signs.now(text) ? Danger.Urgency.NOW : Danger.Urgency.CONCERN;
    Danger.Kind kind = Danger.Kind.valueOf(model.likeliest(KINDS, likeliest).name());
    return Optional.of(new Danger(kind, urgency, language));
  }

  /**
   * From this likelihood on one asks, by the text's language: where 4 of 100 harmless sentences of
   * writers left out of the training are taken for danger (docs/rationale.md). A lower one finds
   * more and alarms more for nothing.
   */
  private static double doubt(String language) {
    return switch (language) {
      case "pt" -> 0.72;
      case "en" -> 0.78;
      default -> 0.77;
    };
  }

  private String language(Traits traits) {
    return switch (model.likeliest(LANGUAGES, traits)) {
      case PORTUGUESE -> "pt";
      case ENGLISH -> "en";
      default -> "es";
    };
  }

  /** The whole of a short text; a longer one in pieces of which each overlaps the next by half. */
  private static List<List<String>> pieces(List<String> words) {
    List<List<String>> pieces = new ArrayList<>();
    if (words.isEmpty()) {
      return pieces;
    }
    int step = WHOLE / 2;
    for (int start = 0; start == 0 || start + step < words.size(); start += step) {
      pieces.add(words.subList(start, Math.min(words.size(), start + WHOLE)));
    }
    return pieces;
  }
}

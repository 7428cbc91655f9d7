package dev.sessionmanager.safety;

import dev.sessionmanager.text.TraitWeights;
import dev.sessionmanager.text.Traits;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the build learned of the sentences in {@code src/main/training/danger}: for each question
 * ("is it a danger?", "whose?", "in which language?") a weight for each trait, a byte each, and a
 * logistic sum over the traits of a text. {@code src/build/LearnDanger.java} learns them with
 * LIBLINEAR. Immutable; any thread.
 */
public final class DangerModel {

  /** Where the build puts it on the class path. */
  public static final String RESOURCE = "safety/danger.model";

  /** The questions, in the order of the file. */
  public enum Question {
    DANGER,
    SELF,
    FROM_OTHERS,
    OTHERS,
    THIRD_PERSON,
    SPANISH,
    PORTUGUESE,
    ENGLISH
  }

  private final Map<Question, TraitWeights> weights;

  private DangerModel(Map<Question, TraitWeights> weights) {
    this.weights = weights;
  }

  /**
   * A model of exact weights.
   *
   * @param learned for each question the weights of all traits, then the constant
   */
  public static DangerModel of(Map<Question, double[]> learned) {
    Map<Question, TraitWeights> weights = new EnumMap<>(Question.class);
    learned.forEach((question, exact) -> weights.put(question, TraitWeights.of(exact)));
    return new DangerModel(weights);
  }

  /** The model that ships. Without one the build is broken: an {@link IllegalStateException}. */
  static DangerModel shipped() {
    try (InputStream in = DangerModel.class.getResourceAsStream("/" + RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is not there: the build makes it (process-classes, LearnDanger).");
      }
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  private static DangerModel read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(new BufferedInputStream(in, 1 << 16));
    Map<Question, TraitWeights> weights = new EnumMap<>(Question.class);
    for (Question question : Question.values()) {
      weights.put(question, TraitWeights.read(data));
    }
    return new DangerModel(weights);
  }

  /** Writes the model as {@link #RESOURCE}. */
  public void write(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    for (Question question : Question.values()) {
      TraitWeights of = weights.get(question);
      if (of == null) {
        throw new IllegalStateException(question + " was not learned.");
      }
      of.write(data);
    }
    data.flush();
  }

  /** How likely the answer to a question is yes: 0 to 1. */
  public double of(Question question, Traits traits) {
    TraitWeights of = weights.get(question);
    if (of == null) {
      throw new IllegalStateException(question + " was not learned.");
    }
    return of.of(traits);
  }

  /** The likeliest of several questions. */
  Question likeliest(List<Question> among, Traits traits) {
    List<Question> left = new ArrayList<>(among);
    left.sort((a, b) -> Double.compare(of(b, traits), of(a, traits)));
    return left.getFirst();
  }
}

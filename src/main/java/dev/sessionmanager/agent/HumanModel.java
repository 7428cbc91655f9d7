package dev.sessionmanager.agent;

import dev.sessionmanager.text.TraitWeights;
import dev.sessionmanager.text.Traits;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * What the build learned of the sentences in {@code src/main/training/human}: how likely a text
 * asks for a human. {@code src/build/LearnHuman.java} learns it with LIBLINEAR. Immutable; any
 * thread.
 */
public final class HumanModel {

  /** Where the build puts it on the class path. */
  public static final String RESOURCE = "agent/human.model";

  private final TraitWeights weights;

  private HumanModel(TraitWeights weights) {
    this.weights = weights;
  }

  /**
   * A model of exact weights.
   *
   * @param learned of all traits, then the constant
   */
  public static HumanModel of(double[] learned) {
    return new HumanModel(TraitWeights.of(learned));
  }

  /** The model that ships. Without one the build is broken: an {@link IllegalStateException}. */
  static HumanModel shipped() {
    try (InputStream in = HumanModel.class.getResourceAsStream("/" + RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is not there: the build makes it (process-classes, LearnHuman).");
      }
      BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
      return new HumanModel(TraitWeights.read(new DataInputStream(buffered)));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read", e);
    }
  }

  /** Writes the model as {@link #RESOURCE}. */
  public void write(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    weights.write(data);
    data.flush();
  }

  /** How likely a text of these traits asks for a human: 0 to 1. */
  double of(Traits traits) {
    return weights.of(traits);
  }
}

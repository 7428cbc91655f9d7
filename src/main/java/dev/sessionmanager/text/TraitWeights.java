package dev.sessionmanager.text;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What the build has learned about one question: a weight for each trait, a byte each, and a
 * constant. Immutable; any thread.
 *
 * @param bias the constant
 * @param scale what one step is worth
 * @param steps by the numbers of traits
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record TraitWeights(float bias, float scale, byte[] steps) {

  /**
   * Of exact weights.
   *
   * @param exact of all traits, then the constant
   */
  public static TraitWeights of(double[] exact) {
    double most = 1e-9;
    for (int i = 0; i < Traits.SIZE; i++) {
      most = Math.max(most, Math.abs(exact[i]));
    }
    byte[] steps = new byte[Traits.SIZE];
    for (int i = 0; i < Traits.SIZE; i++) {
      steps[i] = (byte) Math.round(exact[i] / most * Byte.MAX_VALUE);
    }
    return new TraitWeights((float) exact[Traits.SIZE], (float) (most / Byte.MAX_VALUE), steps);
  }

  /** Reads what {@link #write} has written. */
  public static TraitWeights read(DataInputStream in) throws IOException {
    float bias = in.readFloat();
    float scale = in.readFloat();
    byte[] steps = new byte[Traits.SIZE];
    in.readFully(steps);
    return new TraitWeights(bias, scale, steps);
  }

  /** Writes it, as a part of a model's file. */
  public void write(DataOutputStream out) throws IOException {
    out.writeFloat(bias);
    out.writeFloat(scale);
    out.write(steps);
  }

  /** How likely the answer to the question is yes, of a text: 0 to 1, by a logistic sum. */
  public double of(Traits traits) {
    double sum = 0;
    for (int i = 0; i < traits.at().length; i++) {
      sum += traits.weight()[i] * steps[traits.at()[i]];
    }
    return 1 / (1 + Math.exp(-(sum * scale + bias)));
  }
}

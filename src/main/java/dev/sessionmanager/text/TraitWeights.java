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
 * @param steps by the numbers of traits; where they are fewer than {@link Traits#SIZE}, a power of
 *     two of them, numbers that end in the same bits share one
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record TraitWeights(float bias, float scale, byte[] steps) {

  /**
   * Of exact weights.
   *
   * @param exact of all traits, as many as a power of two, then the constant
   */
  public static TraitWeights of(double[] exact) {
    int size = exact.length - 1;
    double most = 1e-9;
    for (int i = 0; i < size; i++) {
      most = Math.max(most, Math.abs(exact[i]));
    }
    byte[] steps = new byte[size];
    for (int i = 0; i < size; i++) {
      steps[i] = (byte) Math.round(exact[i] / most * Byte.MAX_VALUE);
    }
    return new TraitWeights((float) exact[size], (float) (most / Byte.MAX_VALUE), steps);
  }

  /** Reads what {@link #write} has written. */
  public static TraitWeights read(DataInputStream in) throws IOException {
    float bias = in.readFloat();
    float scale = in.readFloat();
    byte[] steps = new byte[in.readInt()];
    in.readFully(steps);
    return new TraitWeights(bias, scale, steps);
  }

  /** Writes it, as a part of a model's file. */
  public void write(DataOutputStream out) throws IOException {
    out.writeFloat(bias);
    out.writeFloat(scale);
    out.writeInt(steps.length);
    out.write(steps);
  }

  /** How likely the answer to the question is yes, of a text: 0 to 1, by a logistic sum. */
  public double of(Traits traits) {
    double sum = 0;
    for (int i = 0; i < traits.at().length; i++) {
      sum += traits.weight()[i] * steps[traits.at()[i] & (steps.length - 1)];
    }
    return 1 / (1 + Math.exp(-(sum * scale + bias)));
  }
}

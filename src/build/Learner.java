import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.sessionmanager.text.Traits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Logistic regression by LIBLINEAR: the same sentences always give the same weights. */
class Learner {

  /** LIBLINEAR's C: the smaller, the simpler the model. */
  private static final double COST = 8;

  static {
    Linear.disableDebugOutput();
  }

  /**
   * Rare traits say more of a short text than common ones, as in a search: by log(n / n with it).
   */
  private static <S> double[] rarity(List<S> from, Function<S, Traits> traits, int size) {
    double[] rarity = new double[size];
    for (S sentence : from) {
      for (int trait : traits.apply(sentence).at()) {
        rarity[trait & (size - 1)]++;
      }
    }
    for (int i = 0; i < rarity.length; i++) {
      rarity[i] = Math.log((from.size() + 1) / (rarity[i] + 1)) / 4;
    }
    return rarity;
  }

  /**
   * How differently those that are a yes and those that are none use each trait: the logarithm of
   * the ratio of its parts, by which NBSVM scales traits (Wang and Manning 2012, "Baselines and
   * Bigrams"), and a little more, so that none is lost.
   */
  private static <S> double[] telling(
      List<S> from, Function<S, Traits> traits, Predicate<S> yes, int size) {
    double[] with = new double[size];
    double[] without = new double[size];
    double all = 2;
    double none = 2;
    for (S sentence : from) {
      boolean is = yes.test(sentence);
      for (int trait : traits.apply(sentence).at()) {
        (is ? with : without)[trait & (size - 1)]++;
      }
      all += is ? 1 : 0;
      none += is ? 0 : 1;
    }
    double[] telling = new double[size];
    for (int i = 0; i < size; i++) {
      telling[i] =
          0.3 + Math.abs(Math.log((with[i] + 1) / all) - Math.log((without[i] + 1) / none));
    }
    return telling;
  }

  /**
   * The weights of all traits, then the constant, by which a sentence is told to be a yes.
   *
   * @param size how many traits are told apart: a power of two, {@link Traits#SIZE} at most
   */
  static <S> double[] weights(
      List<S> from, Function<S, Traits> traits, Predicate<S> yes, int size) {
    return weights(from, traits, yes, rarity(from, traits, size));
  }

  /** The same, by rarity and by how differently a yes and a no use each trait. */
  static <S> double[] weightsOfTelling(
      List<S> from, Function<S, Traits> traits, Predicate<S> yes, int size) {
    double[] scale = rarity(from, traits, size);
    double[] telling = telling(from, traits, yes, size);
    for (int i = 0; i < size; i++) {
      scale[i] *= telling[i];
    }
    return weights(from, traits, yes, scale);
  }

  private static <S> double[] weights(
      List<S> from, Function<S, Traits> traits, Predicate<S> yes, double[] scale) {
    int size = scale.length;
    Problem problem = new Problem();
    problem.l = from.size();
    problem.n = size + 1;
    problem.bias = 1;
    problem.x = new Feature[problem.l][];
    problem.y = new double[problem.l];
    for (int i = 0; i < problem.l; i++) {
      Traits of = traits.apply(from.get(i));
      Map<Integer, Double> values = new TreeMap<>();
      for (int j = 0; j < of.at().length; j++) {
        int trait = of.at()[j] & (size - 1);
        values.merge(trait, of.weight()[j] * scale[trait], Double::sum);
      }
      List<Feature> row = new ArrayList<>();
      values.forEach((trait, value) -> row.add(new FeatureNode(trait + 1, value)));
      row.add(new FeatureNode(problem.n, 1));
      problem.x[i] = row.toArray(Feature[]::new);
      problem.y[i] = yes.test(from.get(i)) ? 1 : 0;
    }
    Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, 0.01));
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    double[] weights = Arrays.copyOf(model.getFeatureWeights(), problem.n);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= sign * (i < scale.length ? scale[i] : 1);
    }
    return weights;
  }
}

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.sessionmanager.text.Traits;
import java.util.Arrays;
import java.util.List;
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
  private static <S> double[] rarity(List<S> from, Function<S, Traits> traits) {
    double[] rarity = new double[Traits.SIZE];
    for (S sentence : from) {
      for (int trait : traits.apply(sentence).at()) {
        rarity[trait]++;
      }
    }
    for (int i = 0; i < rarity.length; i++) {
      rarity[i] = Math.log((from.size() + 1) / (rarity[i] + 1)) / 4;
    }
    return rarity;
  }

  /** The weights of all traits, then the constant, by which a sentence is told to be a yes. */
  static <S> double[] weights(List<S> from, Function<S, Traits> traits, Predicate<S> yes) {
    double[] rarity = rarity(from, traits);
    Problem problem = new Problem();
    problem.l = from.size();
    problem.n = Traits.SIZE + 1;
    problem.bias = 1;
    problem.x = new Feature[problem.l][];
    problem.y = new double[problem.l];
    for (int i = 0; i < problem.l; i++) {
      Traits of = traits.apply(from.get(i));
      int count = of.at().length;
      Feature[] row = new Feature[count + 1];
      for (int j = 0; j < count; j++) {
        int trait = of.at()[j];
        row[j] = new FeatureNode(trait + 1, of.weight()[j] * rarity[trait]);
      }
      row[count] = new FeatureNode(problem.n, 1);
      problem.x[i] = row;
      problem.y[i] = yes.test(from.get(i)) ? 1 : 0;
    }
    Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, 0.01));
    double sign = model.getLabels()[0] == 1 ? 1 : -1;
    double[] weights = Arrays.copyOf(model.getFeatureWeights(), problem.n);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= sign * (i < rarity.length ? rarity[i] : 1);
    }
    return weights;
  }
}

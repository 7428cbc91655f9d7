package dev.sessionmanager.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a text is made of, as a classifier sees it: each trait is a number below {@link #SIZE}, by
 * its hash. The build, which learns what the traits mean, and the service see them by this one
 * class. Immutable; any thread; linear in the length of the text.
 *
 * @param at numbers of traits, each once, ascending
 * @param weight of each; each of the five groups of traits is a vector of the length in {@link
 *     #LENGTHS}
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Traits(int[] at, float[] weight) {

  /**
   * Traits that are told apart, at most: with a million different ones learned, a third shares a
   * number.
   */
  public static final int SIZE = 1 << 20;

  /** Traits that are told apart where a question needs no more. */
  public static final int FEWER = 1 << 18;

  private static final int SHORTEST_PIECE = 3;
  private static final int LONGEST_PIECE = 5;

  /** How much each group counts, as cross-validation showed it: see docs/rationale.md. */
  private static final float[] LENGTHS = {0.7f, 1, 1.5f, 1, 1.7f};

  /** Letters by which a word is known whatever its ending: "lastimar", "lastimó". */
  private static final int STEM = 5;

  /** How many words further on a beginning still makes a pair with. */
  private static final int PAIRED = 2;

  /** Words behind a "no" that it may deny. */
  private static final int DENIED = 3;

  /** How many concepts further on a concept still makes a pair with. */
  private static final int NEAR = 3;

  /**
   * The traits of a text: its words and pairs of words; its pieces of three to five letters, which
   * survive a typing error; what its words are about; and how words begin, whatever their ending,
   * in pairs with another between them, those behind a "no" apart.
   *
   * @param words folded, in their order
   * @param concepts of the words, in their order: "pastillas" and "pills" may be one
   * @param denies whether a word denies what follows
   */
  public static Traits of(List<String> words, List<String> concepts, Predicate<String> denies) {
    return of(words, concepts, List.of(), denies);
  }

  /**
   * The traits of a text, with those of what each of its words means, which are the same in all
   * languages: alone, in pairs, also with another between them, and in threes.
   *
   * @param senses of each word, in their order; a word that has none stands for itself
   */
  public static Traits of(
      List<String> words,
      List<String> concepts,
      List<List<String>> senses,
      Predicate<String> denies) {
    List<int[]> groups =
        List.of(
            wordTraits(words),
            pieces(String.join("_", words)),
            conceptTraits(concepts),
            beginnings(words, denies),
            senseTraits(senses));
    int total = groups.stream().mapToInt(group -> group.length).sum();
    long[] all = new long[total];
    int n = 0;
    for (int i = 0; i < LENGTHS.length; i++) {
      int[] group = groups.get(i);
      float each = group.length == 0 ? 0 : (float) (LENGTHS[i] / Math.sqrt(group.length));
      for (int trait : group) {
        all[n] = ((long) trait << 32) | Float.floatToIntBits(each);
        n++;
      }
    }
    Arrays.sort(all);
    int[] at = new int[total];
    float[] sum = new float[total];
    int kept = 0;
    for (long one : all) {
      int trait = (int) (one >>> 32);
      float weight = Float.intBitsToFloat((int) one);
      if (kept > 0 && at[kept - 1] == trait) {
        sum[kept - 1] += weight;
      } else {
        at[kept] = trait;
        sum[kept] = weight;
        kept++;
      }
    }
    return new Traits(Arrays.copyOf(at, kept), Arrays.copyOf(sum, kept));
  }

  private static int[] wordTraits(List<String> words) {
    int[] traits = new int[Math.max(0, 4 * words.size())];
    int n = 0;
    int before = 0;
    int further = 0;
    for (String word : words) {
      int hash = hash('w', word);
      traits[n++] = trait(hash);
      traits[n++] = trait(before * 31 + hash);
      if (further != 0) {
        traits[n++] = trait(further * 961 + hash + 7);
        traits[n++] = trait((further * 31 + before) * 31 + hash + 3);
      }
      further = before;
      before = hash;
    }
    return distinct(Arrays.copyOf(traits, n));
  }

  private static int[] pieces(String joined) {
    String text = "_" + joined + "_";
    int[] traits = new int[text.length() * (LONGEST_PIECE - SHORTEST_PIECE + 1)];
    int n = 0;
    for (int start = 0; start < text.length(); start++) {
      int hash = 'p';
      for (int end = start; end < text.length() && end < start + LONGEST_PIECE; end++) {
        hash = (hash ^ text.charAt(end)) * 0x01000193;
        if (end - start + 1 >= SHORTEST_PIECE) {
          traits[n++] = trait(hash);
        }
      }
    }
    return distinct(Arrays.copyOf(traits, n));
  }

  private static int[] conceptTraits(List<String> concepts) {
    List<Integer> found = new ArrayList<>();
    concepts.forEach(concept -> found.add(hash('c', concept)));
    int[] traits = new int[found.size() * (NEAR + 2)];
    int n = 0;
    for (int i = 0; i < found.size(); i++) {
      traits[n++] = trait(found.get(i));
      for (int j = i + 1; j <= Math.min(found.size() - 1, i + NEAR); j++) {
        traits[n++] = trait(found.get(i) * 31 + found.get(j));
      }
    }
    return distinct(Arrays.copyOf(traits, n));
  }

  private static int[] senseTraits(List<List<String>> senses) {
    List<Integer> traits = new ArrayList<>();
    for (int i = 0; i < senses.size(); i++) {
      for (String sense : senses.get(i)) {
        int one = hash('S', sense);
        traits.add(trait(one));
        for (int j = i + 1; j <= Math.min(senses.size() - 1, i + PAIRED); j++) {
          for (String next : senses.get(j)) {
            int two = one * 31 + hash('S', next);
            traits.add(trait(two));
            for (String third : j + 1 < senses.size() ? senses.get(j + 1) : List.<String>of()) {
              traits.add(trait(two * 31 + hash('S', third)));
            }
          }
        }
      }
    }
    return distinct(traits.stream().mapToInt(Integer::intValue).toArray());
  }

  private static int[] beginnings(List<String> words, Predicate<String> denies) {
    int[] hashes = new int[words.size()];
    int no = -DENIED - 1; // the place of the last "no"
    for (int i = 0; i < hashes.length; i++) {
      String word = words.get(i);
      boolean denied = i - no <= DENIED && word.length() > 2;
      hashes[i] = hash(denied ? 'N' : 's', word.substring(0, Math.min(STEM, word.length())));
      if (denies.test(word)) {
        no = i;
      }
    }
    int[] traits = new int[hashes.length * (PAIRED + 1)];
    int n = 0;
    for (int i = 0; i < hashes.length; i++) {
      traits[n++] = trait(hashes[i]);
      for (int j = i + 1; j <= Math.min(hashes.length - 1, i + PAIRED); j++) {
        traits[n++] = trait(hashes[i] * 31 + hashes[j] + 11);
      }
    }
    return distinct(Arrays.copyOf(traits, n));
  }

  private static int[] distinct(int[] traits) {
    return Arrays.stream(traits).sorted().distinct().toArray();
  }

  private static int hash(char group, String word) {
    int hash = 0x811c9dc5 ^ group;
    for (int i = 0; i < word.length(); i++) {
      hash = (hash ^ word.charAt(i)) * 0x01000193;
    }
    return hash;
  }

  /** Spreads a hash over all numbers (the last steps of MurmurHash 3). */
  private static int trait(int hash) {
    int h = hash;
    h = (h ^ (h >>> 16)) * 0x85ebca6b;
    h = (h ^ (h >>> 13)) * 0xc2b2ae35;
    return (h ^ (h >>> 16)) & (SIZE - 1);
  }
}

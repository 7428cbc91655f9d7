package dev.sessionmanager.channel.responses;

import dev.sessionmanager.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with a request, by the place in it; the first few are told. One thread. */
final class Faults {

  /** Enough to see what is going on; a request has room for thousands. */
  private static final int MAX = 5;

  private final Map<String, String> found = new LinkedHashMap<>();

  /**
   * @param place the member, like {@code input[2].content[0].type}
   * @param why the key of its sentence, below {@code field.}
   */
  void add(String place, String why) {
    if (found.size() < MAX) {
      found.putIfAbsent(place, why);
    }
  }

  boolean none() {
    return found.isEmpty();
  }

  /**
   * @throws Problem INVALID where anything was found
   */
  void check() {
    if (!found.isEmpty()) {
      throw Problem.fields(found);
    }
  }

  static Problem only(String place, String why) {
    return Problem.fields(Map.of(place, why));
  }
}

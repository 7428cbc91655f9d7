package dev.sessionmanager.tool;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a person asked, in their own words. All tools of an agent look at the same question, one
 * after the other; what several of them need to make of its words is made once and kept as long as
 * the question ({@link #read}). One thread.
 */
public final class Asked {

  private final String text;
  private final Supplier<List<String>> earlier;
  private final Map<Class<?>, Object> readings = new HashMap<>();

  /**
   * A question that nothing was said before.
   *
   * @param text the words as they were written
   */
  public Asked(String text) {
    this(text, List::of);
  }

  /**
   * @param text the words as they were written
   * @param earlier what the same person wrote before in this conversation, oldest first; asked for
   *     only where a question is not whole by itself
   */
  public Asked(String text, Supplier<List<String>> earlier) {
    this.text = text;
    this.earlier = earlier;
  }

  public String text() {
    return text;
  }

  /** What the same person wrote before, oldest first; empty at the beginning. */
  public List<String> earlier() {
    return earlier.get();
  }

  /**
   * What a reader makes of this question, made at the first call and the same at every other.
   *
   * @param type of the reading; one question has one reading of each type
   */
  public <T> T read(Class<T> type, Function<Asked, T> reader) {
    Object known = readings.get(type);
    if (known != null) {
      return type.cast(known);
    }
    T reading = reader.apply(this);
    readings.put(type, reading);
    return reading;
  }
}

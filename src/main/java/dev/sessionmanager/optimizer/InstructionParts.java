package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.TextWords;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * An instruction taken apart into goal, constraints and format. Only what ends the text is moved,
 * whole and in its own words: sentences from the last one up, then clauses after a comma from the
 * end of the last sentence left. Nothing is moved out of a text with several paragraphs, a list,
 * material after a colon or quoted lines.
 */
record InstructionParts(String goal, List<String> constraints, List<String> formats) {

  static InstructionParts of(String text, ConstraintMarkers markers) {
    InstructionParts parts = new InstructionParts(text, new ArrayList<>(), new ArrayList<>());
    BitSet fixed = ProtectedText.fixed(text);
    if (text.contains("\n\n")
        || !fixed.equals(ProtectedText.kept(text))
        || keepsALineEnd(text, fixed)) {
      return parts;
    }
    List<Sentences.Sentence> sentences = Sentences.of(text, fixed);
    int last = sentences.size() - 1;
    while (last > 0 && parts.take(text, sentences.get(last), markers)) {
      last--;
    }
    if (last < 0) {
      return parts;
    }
    Sentences.Sentence sentence = sentences.get(last);
    int end = parts.takeClauses(text, fixed, sentence, markers);
    return new InstructionParts(
        text.substring(0, end), parts.constraints.reversed(), parts.formats.reversed());
  }

  /** A text that is nothing but goal. */
  static InstructionParts goal(String text) {
    return new InstructionParts(text, List.of(), List.of());
  }

  /** The labelled form, in a fixed order; labels with nothing to say are left out. */
  String labelled(LanguageRules rules, List<String> files) {
    // Behind a label on the same line a code fence would be none.
    boolean below = goal.indexOf('\n') >= 0 || goal.startsWith("`") || goal.startsWith("~");
    StringBuilder out =
        new StringBuilder(rules.label("goal")).append(below ? '\n' : ' ').append(goal);
    section(out, rules.label("constraints"), constraints);
    section(out, rules.label("format"), formats);
    section(out, rules.label("files"), files);
    return out.toString();
  }

  private static void section(StringBuilder out, String label, List<String> items) {
    if (items.size() == 1) {
      out.append('\n').append(label).append(' ').append(items.getFirst());
    } else if (!items.isEmpty()) {
      out.append('\n').append(label);
      items.forEach(item -> out.append("\n- ").append(item));
    }
  }

  /** Moves a sentence to where it belongs; false when it is part of the goal. */
  private boolean take(String text, Sentences.Sentence sentence, ConstraintMarkers markers) {
    String words = text.substring(sentence.start(), sentence.end());
    return put(words, markers.sentence(words));
  }

  /** Moves the last clauses of a sentence; gives the end of what remains of it. */
  private int takeClauses(
      String text, BitSet fixed, Sentences.Sentence sentence, ConstraintMarkers markers) {
    String whole = text.substring(sentence.start(), sentence.end());
    if (markers.isConditional(whole) || whole.indexOf('?') >= 0 || whole.indexOf('¿') >= 0) {
      return sentence.end();
    }
    int end = sentence.end();
    for (int comma = comma(text, fixed, sentence, end); comma > 0; ) {
      String clause = text.substring(comma + 2, end);
      if (!put(clause, markers.clause(clause))) {
        break;
      }
      end = comma;
      comma = comma(text, fixed, sentence, end);
    }
    return end;
  }

  private boolean put(String words, ConstraintMarkers.Part part) {
    switch (part) {
      case GOAL -> {
        return false;
      }
      case CONSTRAINT -> constraints.add(withoutStop(words));
      case FORMAT -> formats.add(withoutStop(words));
    }
    return true;
  }

  /** The last comma before {@code end} that a space follows; -1 when there is none. */
  private static int comma(String text, BitSet fixed, Sentences.Sentence sentence, int end) {
    for (int i = end - 2; i > sentence.start(); i--) {
      if (text.charAt(i) == ',' && text.charAt(i + 1) == ' ' && !fixed.get(i)) {
        return i;
      }
    }
    return -1;
  }

  /** An item of a list without its full stop, unless the stop may belong to an abbreviation. */
  private static String withoutStop(String words) {
    int stop = words.length() - 1;
    boolean single = stop > 0 && words.charAt(stop) == '.' && words.charAt(stop - 1) != '.';
    String word = single ? TextWords.before(words, stop) : "";
    return word.length() > 3 ? words.substring(0, stop) : words;
  }

  private static boolean keepsALineEnd(String text, BitSet kept) {
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (kept.get(i)) {
        return true;
      }
    }
    return false;
  }
}

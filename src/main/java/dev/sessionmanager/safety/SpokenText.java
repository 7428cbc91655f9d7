package dev.sessionmanager.safety;

import dev.sessionmanager.text.PatternWords;
import java.util.ArrayList;
import java.util.List;

/**
 * A text as folded words, each with the break that stands before it. Emojis, quotes and other signs
 * are no words and break nothing.
 */
final class SpokenText implements PatternWords {

  /** What stands before a word. */
  enum Break {
    NONE,
    /** A comma, a dash, an ellipsis, a new line: ends a clause. */
    CLAUSE,
    SENTENCE
  }

  private final List<String> words = new ArrayList<>();
  private final List<Break> breaks = new ArrayList<>();

  private final Rules rules;

  private SpokenText(Rules rules) {
    this.rules = rules;
  }

  /** Reads a text in time linear in its length. */
  static SpokenText of(String text, Rules rules) {
    Vocabulary vocabulary = rules.vocabulary();
    SpokenText raw = new SpokenText(rules);
    raw.scan(Spelling.plain(text));
    SpokenText read = new SpokenText(rules);
    int at = 0;
    while (at < raw.size()) {
      int end = at;
      while (end < raw.size()
          && raw.letter(end)
          && (end == at || raw.breaks.get(end) != Break.SENTENCE)) {
        end++;
      }
      if (end - at >= 3) { // m a t a r m e, k.m.s
        read.add(raw.breaks.get(at), vocabulary.split(String.join("", raw.words.subList(at, end))));
        at = end;
      } else {
        read.add(raw.breaks.get(at), vocabulary.understood(raw.words.get(at)));
        at++;
      }
    }
    return read;
  }

  @Override
  public List<String> words() {
    return words;
  }

  @Override
  public boolean continues(int at) {
    return before(at) != Break.SENTENCE;
  }

  /** Also behind a word of the list "ends", since nobody writes commas. */
  @Override
  public boolean begins(int at) {
    return before(at) != Break.NONE || (at > 0 && rules.has("ends", words.get(at - 1)));
  }

  /** Also before a word of the list "ends". */
  @Override
  public boolean ends(int at) {
    return before(at) != Break.NONE || rules.has("ends", words.get(at));
  }

  @Override
  public boolean fillsGap(int at) {
    return at < size() && !rules.has("denials", words.get(at));
  }

  Break before(int at) {
    return at < size() ? breaks.get(at) : Break.SENTENCE;
  }

  private boolean letter(int at) {
    return words.get(at).length() == 1 && Character.isLetter(words.get(at).charAt(0));
  }

  private void add(Break before, List<String> found) {
    for (int i = 0; i < found.size(); i++) {
      words.add(found.get(i));
      breaks.add(i == 0 ? before : Break.NONE);
    }
  }

  private void scan(String text) {
    Break pending = Break.SENTENCE;
    int sentence = 0; // words of the sentence so far
    int at = 0;
    while (at < text.length()) {
      int end = wordEnd(text, at);
      if (end > at) {
        // "quiero! morir!": sentences of one word are clauses, whatever their signs say
        boolean alone = pending == Break.SENTENCE && sentence == 1;
        Break before = alone ? Break.CLAUSE : pending;
        sentence = alone || before == Break.SENTENCE ? 1 : sentence + 1;
        add(before, List.of(text.substring(at, end).replaceAll("['’`´]", "")));
        pending = Break.NONE;
        at = end;
      } else {
        Break here = breakAt(text, at);
        pending = here.compareTo(pending) > 0 ? here : pending;
        at++;
      }
    }
  }

  private static int wordEnd(String text, int start) {
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      boolean apostrophe = "'’`´".indexOf(c) >= 0 && at > start && Character.isLetter(next);
      boolean sign = (c == '@' || c == '$') && Character.isLetterOrDigit(next);
      if (!Character.isLetterOrDigit(c) && !apostrophe && !sign) {
        break;
      }
      at++;
    }
    return at;
  }

  private static Break breakAt(String text, int at) {
    char c = text.charAt(at);
    char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    char last = at > 0 ? text.charAt(at - 1) : ' ';
    return switch (c) {
      case '.' ->
          last == '.' || next == '.'
              ? Break.CLAUSE // quiero... morir
              : Character.isLetterOrDigit(next) ? Break.NONE : Break.SENTENCE;
      case '!', '?', ';' -> Break.SENTENCE;
      case ',', '\n', ':', '(', ')', '—', '–' -> Break.CLAUSE;
      default -> Break.NONE;
    };
  }
}

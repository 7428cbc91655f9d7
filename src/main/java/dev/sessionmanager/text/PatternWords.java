package dev.sessionmanager.text;

import java.util.List;

/** A text whose every place is one of its words. */
public interface PatternWords extends PatternText {

  /** The words, folded, in their order. */
  List<String> words();

  /** The word at a place. */
  default String word(int at) {
    return words().get(at);
  }

  @Override
  default int size() {
    return words().size();
  }

  @Override
  default int after(String word, int at) {
    return at < size() && WordPattern.fits(word, word(at)) ? at + 1 : -1;
  }
}

package dev.sessionmanager.agent;

import dev.sessionmanager.knowledge.Library;
import dev.sessionmanager.knowledge.Passage;
import java.util.ArrayList;
import java.util.List;

/** One collection, whose passages fit a question that has their title in it. */
class FakeLibrary extends Library {

  private final String collection;
  private final List<Passage> passages = new ArrayList<>();

  FakeLibrary(String collection) {
    this.collection = collection;
  }

  FakeLibrary with(String title, String text, boolean sure) {
    passages.add(new Passage(title, title, text, "Manual, " + title, 1, sure));
    return this;
  }

  @Override
  public boolean has(String name) {
    return collection.equals(name);
  }

  @Override
  public List<Passage> search(String name, String question, int max) {
    return passages.stream()
        .filter(passage -> has(name) && question.contains(passage.title()))
        .limit(max)
        .toList();
  }
}

package dev.sessionmanager.knowledge;

import java.util.List;

/** The collections of knowledge by name, searched by relevance. Any thread. */
public class Library {

  /** Whether there is such a collection. */
  public boolean has(String collection) {
    return false;
  }

  /** The passages that fit best, best first; empty where nothing does. */
  public List<Passage> search(String collection, String question, int max) {
    return List.of();
  }
}

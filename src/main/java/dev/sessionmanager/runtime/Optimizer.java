package dev.sessionmanager.runtime;

import java.util.List;

final class Optimizer {
  private Optimizer() {}

  enum Language {
    ES,
    EN,
    OTHER;

    String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  record Optimized(String text, Language language, List<String> files) {}

  static Optimized optimize(String text, List<String> files, int maxFiles) {
    return new Optimized(text.strip(), Language.OTHER, List.of());
  }
}

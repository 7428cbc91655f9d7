package dev.sessionmanager.knowledge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.jspecify.annotations.Nullable;

/** The languages that knowledge is written in: how text becomes terms. Any thread. */
// Analyzers are made for many threads, though nothing marks them so.
@SuppressWarnings("ImmutableEnumChecker")
enum KnowledgeLanguage {
  SPANISH("es", new SpanishTerms()),
  ENGLISH("en", new EnglishAnalyzer());

  private final String code;
  private final Analyzer analyzer;
  private final Set<String> fillers;

  KnowledgeLanguage(String code, Analyzer analyzer) {
    this.code = code;
    this.analyzer = analyzer;
    this.fillers = Set.copyOf(terms(resource("/knowledge/fillers-" + code + ".txt")));
  }

  static @Nullable KnowledgeLanguage of(String code) {
    for (KnowledgeLanguage language : values()) {
      if (language.code.equals(code)) {
        return language;
      }
    }
    return null;
  }

  Analyzer analyzer() {
    return analyzer;
  }

  /**
   * Whether a term says how somebody asks ("explicame", "cómo se calcula") or is a bare number, and
   * so hardly says about what.
   */
  boolean filler(String term) {
    return fillers.contains(term) || term.chars().allMatch(Character::isDigit);
  }

  /**
   * The terms of a text in its order, those that occur twice as well; no stop words, no symbols.
   */
  List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    try (TokenStream tokens = analyzer.tokenStream("", text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        if (term.codePoints().anyMatch(Character::isLetterOrDigit)) {
          terms.add(term.toString());
        }
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException("A text in memory cannot fail to be read.", e);
    }
    return terms;
  }

  private static String resource(String name) {
    try (InputStream in = KnowledgeLanguage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " does not ship.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^#.*$", "");
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read.", e);
    }
  }
}

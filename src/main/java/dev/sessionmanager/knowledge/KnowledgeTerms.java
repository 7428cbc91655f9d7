package dev.sessionmanager.knowledge;

import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.WordFile;
import dev.sessionmanager.text.WordRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** How text becomes the terms of an index, in one of the languages of knowledge. Any thread. */
final class KnowledgeTerms {

  private static final KnowledgeTerms SPANISH = new KnowledgeTerms("spanish", new SpanishTerms());
  private static final KnowledgeTerms ENGLISH =
      new KnowledgeTerms("english", new EnglishAnalyzer());

  private static final Set<String> ENGLISH_ASKS =
      WordFile.read("knowledge/fillers.yaml").words("english-asks");

  private final Analyzer analyzer;
  private final Set<String> fillers;

  private KnowledgeTerms(String language, Analyzer analyzer) {
    this.analyzer = analyzer;
    String words = String.join(" ", WordFile.read("knowledge/fillers.yaml").words(language));
    this.fillers = Set.copyOf(of(words));
  }

  /** The terms of Spanish, and those of English where the language is that. */
  static KnowledgeTerms in(Language language) {
    return language == Language.ENGLISH ? ENGLISH : SPANISH;
  }

  /** Whether a question is asked in English, and is not just a program's message. */
  static boolean asksInEnglish(String question) {
    return Language.of(question) == Language.ENGLISH
        && WordRow.of(question).words().stream().anyMatch(ENGLISH_ASKS::contains);
  }

  Analyzer analyzer() {
    return analyzer;
  }

  /**
   * Whether a term says how somebody asks ("explicame", "cómo se calcula") or is a bare number, and
   * so hardly says about what.
   */
  boolean isFiller(String term) {
    return fillers.contains(term) || term.chars().allMatch(Character::isDigit);
  }

  /** The words of a text without its stop words, as they are written, without accents. */
  List<String> words(String text) {
    return WordRow.of(text).words().stream().filter(word -> !of(word).isEmpty()).toList();
  }

  /**
   * The terms of a text in its order, those that occur twice as well; no stop words, no symbols.
   */
  List<String> of(String text) {
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
}

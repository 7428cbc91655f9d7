package dev.sessionmanager.knowledge;

import dev.sessionmanager.text.Folding;
import java.io.IOException;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Spanish words without accents, stop words and endings. Lucene's own Spanish stemmers keep apart
 * what is the same word here: the light one does not touch words under five letters (tasa, but tas
 * of tasas), the plural one knows no singular in -s (inter of interés, but interes of intereses).
 */
final class SpanishTerms extends Analyzer {

  private static final CharArraySet STOP = folded(SpanishAnalyzer.getDefaultStopSet());

  @Override
  protected TokenStreamComponents createComponents(String field) {
    StandardTokenizer words = new StandardTokenizer();
    TokenStream folded = new ASCIIFoldingFilter(new LowerCaseFilter(words));
    return new TokenStreamComponents(words, new Endings(new StopFilter(folded, STOP)));
  }

  private static CharArraySet folded(CharArraySet words) {
    CharArraySet folded = new CharArraySet(words.size(), false);
    words.forEach(word -> folded.add(Folding.plain(new String((char[]) word))));
    return folded;
  }

  /**
   * Takes off an infinitive's ending down to four letters, else those of number, gender and the
   * first person (borro, borrar), again and again, down to three.
   */
  private static final class Endings extends TokenFilter {

    private static final int SHORTEST = 3;
    private static final int SHORTEST_VERB = 4;
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

    Endings(TokenStream words) {
      super(words);
    }

    @Override
    public boolean incrementToken() throws IOException {
      if (!input.incrementToken()) {
        return false;
      }
      int length = term.length();
      if (length >= SHORTEST_VERB + 2
          && term.charAt(length - 1) == 'r'
          && "aei".indexOf(term.charAt(length - 2)) >= 0) {
        length -= 2;
      }
      while (length > SHORTEST && "aeos".indexOf(term.charAt(length - 1)) >= 0) {
        length--;
      }
      // luz, luces
      if (length >= SHORTEST && term.charAt(length - 1) == 'z') {
        term.buffer()[length - 1] = 'c';
      }
      term.setLength(length);
      return true;
    }
  }
}

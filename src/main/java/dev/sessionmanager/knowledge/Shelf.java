package dev.sessionmanager.knowledge;

import dev.sessionmanager.text.Language;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FuzzyTermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;

/**
 * A collection, indexed in memory; never changes, so any thread may ask it. Lucene finds the
 * candidates, {@link Rating} puts them in order. The index is never closed: it holds nothing but
 * heap.
 */
final class Shelf {

  private static final String NAMES = "names";
  private static final String BODY = "body";
  private static final String NUMBER = "number";

  /** A hit in a name against one in the text, among the candidates. */
  private static final float NAME_BOOST = 4;

  /** Of a word like "explicame", where words of substance weigh 1 to 7. */
  private static final double FILLER_WEIGHT = 0.1;

  /** Of a word that no name has, against a word that one name has. */
  private static final double UNKNOWN = 0.8;

  /** Entries that Lucene finds and {@link Rater} rates, at most. */
  private static final int CANDIDATES = 40;

  /** Words of the index that one mistyped word may stand for. */
  private static final int READINGS = 3;

  /** Longer words are not looked for with typos: their automata grow large. */
  private static final int LONGEST_FUZZY = 24;

  private final List<Indexed> entries;
  private final KnowledgeTerms terms;
  private final IndexSearcher searcher;

  private Shelf(List<Indexed> entries, KnowledgeTerms terms, IndexSearcher searcher) {
    this.entries = entries;
    this.terms = terms;
    this.searcher = searcher;
  }

  /** English where every entry says so, else Spanish. */
  static Shelf of(List<Entry> entries) {
    boolean english =
        !entries.isEmpty() && entries.stream().allMatch(e -> e.language() == Language.ENGLISH);
    KnowledgeTerms terms = KnowledgeTerms.in(english ? Language.ENGLISH : Language.SPANISH);
    List<Indexed> indexed = entries.stream().map(entry -> Indexed.of(entry, terms)).toList();
    try {
      ByteBuffersDirectory directory = new ByteBuffersDirectory();
      try (IndexWriter writer =
          new IndexWriter(directory, new IndexWriterConfig(terms.analyzer()))) {
        for (int i = 0; i < indexed.size(); i++) {
          writer.addDocument(document(i, entries.get(i)));
        }
      }
      return new Shelf(indexed, terms, new IndexSearcher(DirectoryReader.open(directory)));
    } catch (IOException e) {
      throw new UncheckedIOException("An index in memory cannot fail to be written.", e);
    }
  }

  private static Document document(int number, Entry entry) {
    Document document = new Document();
    document.add(new StoredField(NUMBER, number));
    entry.names().forEach(name -> document.add(new TextField(NAMES, name, Field.Store.NO)));
    entry.topics().forEach(topic -> document.add(new TextField(BODY, topic, Field.Store.NO)));
    document.add(new TextField(BODY, entry.text(), Field.Store.NO));
    return document;
  }

  /** How its entries became terms, and so how a question must. */
  KnowledgeTerms terms() {
    return terms;
  }

  /** The entries that a question names by a keyword, in the order in which it does. */
  List<Entry> named(String question) {
    return Named.in(entries, question);
  }

  /**
   * The entry one of whose names a question is, word for word but for stop words; null where it is
   * none.
   */
  @Nullable Entry exactly(String question) {
    List<String> asked = terms.words(question);
    return asked.isEmpty()
        ? null
        : entries.stream()
            .filter(indexed -> indexed.exact().contains(asked))
            .map(Indexed::entry)
            .findFirst()
            .orElse(null);
  }

  /** The ids of the entries that only show what an operator is to write in their place. */
  List<String> examples() {
    return entries.stream().map(Indexed::entry).filter(Entry::example).map(Entry::id).toList();
  }

  /** The entries that have something to do with the words asked for, best first. */
  List<Rating> rank(List<String> asked) {
    try {
      List<Word> words = words(asked);
      Rater rater = new Rater(words, this::weight);
      List<Rating> ratings = new ArrayList<>();
      float best = 0;
      for (ScoreDoc hit : searcher.search(query(words), CANDIDATES).scoreDocs) {
        best = Math.max(best, hit.score);
        int number =
            searcher.storedFields().document(hit.doc).getField(NUMBER).numericValue().intValue();
        ratings.add(rater.rate(entries.get(number), hit.score / best));
      }
      ratings.removeIf(Rating::hopeless);
      ratings.sort(Comparator.comparingDouble(Rating::score).reversed());
      return ratings;
    } catch (IOException e) {
      throw new UncheckedIOException("An index in memory cannot fail to be read.", e);
    }
  }

  /**
   * Rarer among the names: heavier. A word that no name has weighs a little less than one that one
   * name has: it may be another subject, or just a way to say it.
   */
  private double weight(String term) {
    if (terms.isFiller(term)) {
      return FILLER_WEIGHT;
    }
    try {
      int names = searcher.getIndexReader().docFreq(new Term(NAMES, term));
      double rarity = Math.log(1 + (entries.size() + 1) / (Math.max(1, names) + 0.5));
      return names == 0 ? UNKNOWN * rarity : rarity;
    } catch (IOException e) {
      throw new UncheckedIOException("An index in memory cannot fail to be read.", e);
    }
  }

  private List<Word> words(List<String> asked) throws IOException {
    List<Word> words = new ArrayList<>();
    for (String term : new LinkedHashSet<>(asked)) {
      Map<String, Double> readings = readings(term);
      double weight = readings.keySet().stream().mapToDouble(this::weight).max().orElse(0);
      words.add(new Word(term, readings, weight));
    }
    return words;
  }

  /** The words of the index that a word may stand for: itself, or else those it is a typo of. */
  private Map<String, Double> readings(String term) throws IOException {
    int length = term.length();
    boolean known =
        searcher.getIndexReader().docFreq(new Term(NAMES, term)) > 0
            || searcher.getIndexReader().docFreq(new Term(BODY, term)) > 0;
    if (known || length < 4 || length > LONGEST_FUZZY || terms.isFiller(term)) {
      return Map.of(term, 1.0);
    }
    // The shorter a word, the likelier one letter makes it another word, not a typo.
    Set<String> near = near(term, 1);
    double likeness = length < 6 ? 0.55 : 0.85;
    if (near.isEmpty() && length >= 8) {
      near = near(term, 2);
      likeness = 0.65;
    }
    Map<String, Double> readings = new HashMap<>();
    for (String other : near) {
      readings.put(other, likeness);
    }
    return readings.isEmpty() ? Map.of(term, 1.0) : readings;
  }

  private Set<String> near(String term, int edits) throws IOException {
    Set<String> near = new LinkedHashSet<>();
    Terms names = MultiTerms.getTerms(searcher.getIndexReader(), NAMES);
    if (names != null) {
      TermsEnum found = new FuzzyTermsEnum(names, new Term(NAMES, term), edits, 1, true);
      while (near.size() < READINGS && found.next() != null) {
        near.add(found.term().utf8ToString());
      }
    }
    return near;
  }

  private static Query query(List<Word> words) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (Word word : words) {
      word.readings()
          .forEach((term, likeness) -> {
            Query name = new TermQuery(new Term(NAMES, term));
            float boost = likeness.floatValue();
            query.add(new BoostQuery(name, NAME_BOOST * boost), BooleanClause.Occur.SHOULD);
            Query body = new TermQuery(new Term(BODY, term));
            query.add(new BoostQuery(body, boost), BooleanClause.Occur.SHOULD);
          });
    }
    return query.build();
  }
}

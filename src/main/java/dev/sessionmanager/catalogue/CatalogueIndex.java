package dev.sessionmanager.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/** The products, searched by words: plurals, accents and small slips do not matter. Any thread. */
final class CatalogueIndex {

  /** A shorter word differs from too many others by one letter. */
  private static final int FUZZY_FROM = 5;

  private static final int TWO_SLIPS_FROM = 9;

  private static final List<String> FIELDS = List.of("category", "name", "material", "description");
  private static final List<Float> WEIGHTS = List.of(4f, 3f, 2f, 1f);

  /** Words that a code may be written as: AN-001, an 001. */
  private static final int SKU_WORDS = 4;

  private final List<CatalogueProduct> products;
  private final Map<String, CatalogueProduct> bySku = new HashMap<>();
  private final Set<String> categories;
  private final IndexSearcher searcher;
  private final Analyzer analyzer =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          WhitespaceTokenizer words = new WhitespaceTokenizer();
          TokenStream stems = new SpanishLightStemFilter(words);
          return new TokenStreamComponents(words, stems);
        }
      };

  CatalogueIndex(List<CatalogueProduct> products) {
    this.products = products;
    this.categories =
        products.stream()
            .map(CatalogueProduct::category)
            .filter(category -> !category.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    for (CatalogueProduct product : products) {
      if (product.sku().chars().anyMatch(Character::isDigit)) {
        bySku.putIfAbsent(String.join("", CatalogueWords.of(product.sku())), product);
      }
    }
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
      for (int row = 0; row < products.size(); row++) {
        CatalogueProduct product = products.get(row);
        Document document = new Document();
        document.add(new StoredField("row", row));
        document.add(field("category", product.category()));
        document.add(field("name", product.name()));
        document.add(field("material", product.material()));
        document.add(field("description", product.description()));
        writer.addDocument(document);
      }
      writer.commit();
      searcher = new IndexSearcher(DirectoryReader.open(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  List<CatalogueProduct> products() {
    return products;
  }

  /** The categories there are, in alphabetical order. */
  Set<String> categories() {
    return categories;
  }

  /** The product whose code begins at a place of a row of plain words. */
  Optional<CatalogueProduct> sku(List<String> words, int at) {
    StringBuilder code = new StringBuilder();
    for (int i = at; i < Math.min(words.size(), at + SKU_WORDS); i++) {
      CatalogueProduct product = bySku.get(code.append(words.get(i)).toString());
      if (product != null) {
        return Optional.of(product);
      }
    }
    return Optional.empty();
  }

  /** Whether a word names a category. */
  boolean isCategory(String word) {
    return categories.stream().anyMatch(category -> names(word, category));
  }

  /** Whether a word stands in the material of a product. */
  boolean isMaterial(String word) {
    return stands(word, "material");
  }

  /** Whether a word stands in the name of a product, and in no material. */
  boolean isName(String word) {
    return stands(word, "name") && !isMaterial(word);
  }

  private boolean stands(Query query) {
    try {
      return searcher.search(query, 1).scoreDocs.length > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean stands(String word, String field) {
    return stems(word).stream().anyMatch(stem -> stands(new TermQuery(new Term(field, stem))));
  }

  /** Of products those that are called by every one of the words; all where none is. */
  List<CatalogueProduct> called(List<String> words, List<CatalogueProduct> products) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : words) {
      BooleanQuery.Builder any = new BooleanQuery.Builder();
      for (String stem : stems(word)) {
        FIELDS.stream()
            .filter(field -> !field.equals("description"))
            .forEach(field -> any.add(new TermQuery(new Term(field, stem)), Occur.SHOULD));
      }
      all.add(any.build(), Occur.MUST);
    }
    Set<CatalogueProduct> called = new HashSet<>(search(List.of(all.build())));
    List<CatalogueProduct> kept = products.stream().filter(called::contains).toList();
    return kept.isEmpty() ? products : kept;
  }

  /** The products in whose rows every word stands. */
  Set<CatalogueProduct> having(List<String> words) {
    return new HashSet<>(search(words.stream().map(word -> query(word, false)).toList()));
  }

  /** Whether a word, or one that is almost the same, stands in the catalogue. */
  boolean knows(String word, boolean almost) {
    return stands(query(word, almost));
  }

  /**
   * The products that have all of the words, best first. A word that stands nowhere counts as what
   * it is almost like ("plata" never as "planas"). Where one of the words names a category ("dijes
   * de acero"), only those of that category.
   */
  List<CatalogueProduct> withAll(List<String> words) {
    List<CatalogueProduct> found =
        search(words.stream().map(word -> query(word, !knows(word, false))).toList());
    Set<String> named =
        categories.stream()
            .filter(category -> words.stream().anyMatch(word -> names(word, category)))
            .collect(Collectors.toSet());
    List<CatalogueProduct> within =
        found.stream().filter(product -> named.contains(product.category())).toList();
    return named.size() == 1 && !within.isEmpty() ? within : found;
  }

  /**
   * Of words that no product has all of, those that one product has: most of them, and rather the
   * category and words as they are written than others.
   */
  List<String> mostOf(List<String> words) {
    List<String> best = words.subList(0, 1);
    int most = 0;
    for (CatalogueProduct product : withAny(words)) {
      int score = 0;
      List<String> has = new ArrayList<>();
      for (String word : words) {
        boolean exact = knows(word, false) && Character.isLetter(word.charAt(0));
        if (search(List.of(query(word, !knows(word, false)))).contains(product)) {
          has.add(word);
          score += names(word, product.category()) ? 4 : exact ? 2 : 1;
        }
      }
      if (score > most) {
        most = score;
        best = has;
      }
    }
    return List.copyOf(best);
  }

  private Set<CatalogueProduct> withAny(List<String> words) {
    Set<CatalogueProduct> any = new LinkedHashSet<>();
    words.forEach(word -> any.addAll(search(List.of(query(word, !knows(word, false))))));
    return any;
  }

  private boolean names(String word, String category) {
    List<String> words = CatalogueWords.of(category);
    return words.size() == 1 && stems(word).equals(stems(words.getFirst()));
  }

  private List<CatalogueProduct> search(List<Query> all) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    all.forEach(one -> query.add(one, Occur.MUST));
    try {
      List<CatalogueProduct> found = new ArrayList<>();
      for (ScoreDoc hit : searcher.search(query.build(), Math.max(1, products.size())).scoreDocs) {
        Object row = searcher.storedFields().document(hit.doc).getField("row").numericValue();
        found.add(products.get(((Number) row).intValue()));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Query query(String word, boolean almost) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String stem : stems(word)) {
      for (int i = 0; i < FIELDS.size(); i++) {
        Term term = new Term(FIELDS.get(i), stem);
        float weight = WEIGHTS.get(i);
        any.add(new BoostQuery(new TermQuery(term), weight * 10), Occur.SHOULD);
        // In a description almost any word is like some other.
        if (almost && word.length() >= FUZZY_FROM && !FIELDS.get(i).equals("description")) {
          int slips = word.length() >= TWO_SLIPS_FROM ? 2 : 1;
          any.add(new BoostQuery(new FuzzyQuery(term, slips, 1), weight), Occur.SHOULD);
        }
      }
    }
    return any.build();
  }

  private static Field field(String name, String text) {
    String sounds =
        CatalogueWords.indexed(text).stream()
            .map(CatalogueWords::sound)
            .collect(Collectors.joining(" "));
    return new TextField(name, sounds, Field.Store.NO);
  }

  /** The stem of a plain word. */
  private Set<String> stems(String word) {
    Set<String> stems = new LinkedHashSet<>();
    try (TokenStream tokens = analyzer.tokenStream("name", CatalogueWords.sound(word))) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        stems.add(term.toString());
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stems;
  }
}

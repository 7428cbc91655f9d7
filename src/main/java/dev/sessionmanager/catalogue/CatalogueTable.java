package dev.sessionmanager.catalogue;

import dev.sessionmanager.text.Folding;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * A catalogue as text: CSV (commas, semicolons or tabs) or a Markdown table. The first row names
 * the columns; sku, nombre and precio must be there. A row that cannot be read is named with its
 * line and left out.
 *
 * @param problems a sentence for each row that was left out
 */
record CatalogueTable(List<CatalogueProduct> products, List<String> problems) {

  /** Characters of one field of a row; more is a broken row, not a product. */
  private static final int FIELD_MAX_CHARS = 500;

  /** The columns by the names that they may have in the first row. */
  private static final Map<String, String> COLUMNS = new HashMap<>();

  static {
    CatalogueWords.FILE
        .part("columns")
        .lists()
        .forEach((column, names) -> names.forEach(name -> COLUMNS.put(name, column)));
  }

  private record Row(long line, List<String> fields) {}

  /**
   * @throws IOException if it is no table with the columns that must be there
   */
  static CatalogueTable read(String text, boolean markdown, int maxRows) throws IOException {
    List<Row> rows = markdown ? markdown(text) : csv(text);
    if (rows.isEmpty()) {
      throw new IOException("it has no rows");
    }
    List<String> columns =
        rows.getFirst().fields().stream()
            .map(name -> COLUMNS.getOrDefault(Folding.plain(name).strip(), ""))
            .toList();
    if (!columns.containsAll(List.of("sku", "nombre", "precio"))) {
      throw new IOException("its first row must name the columns sku, nombre and precio");
    }
    List<CatalogueProduct> products = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (Row row : rows.subList(1, rows.size())) {
      if (products.size() == maxRows) {
        problems.add("line " + row.line() + ": only catalogue.max-rows " + maxRows + " are read");
        break;
      }
      try {
        CatalogueProduct product = product(columns, row.fields());
        if (!known.add(product.sku().toLowerCase(Locale.ROOT))) {
          throw new IllegalArgumentException("the sku " + product.sku() + " is there twice");
        }
        products.add(product);
      } catch (IllegalArgumentException wrong) {
        problems.add("line " + row.line() + ": " + wrong.getMessage());
      }
    }
    return new CatalogueTable(List.copyOf(products), List.copyOf(problems));
  }

  private static CatalogueProduct product(List<String> columns, List<String> fields) {
    if (fields.size() != columns.size()) {
      throw new IllegalArgumentException(
          "it has " + fields.size() + " fields, the first row " + columns.size());
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      String value = oneLine(fields.get(i));
      if (value.length() > FIELD_MAX_CHARS) {
        throw new IllegalArgumentException("a field is longer than " + FIELD_MAX_CHARS);
      }
      values.put(columns.get(i), value);
    }
    String wholesale = values.getOrDefault("precio_mayorista", "");
    return new CatalogueProduct(
        required(values, "sku"),
        required(values, "nombre"),
        values.getOrDefault("categoria", ""),
        values.getOrDefault("material", ""),
        values.getOrDefault("descripcion", ""),
        price("precio", required(values, "precio")),
        wholesale.isEmpty() ? null : price("precio_mayorista", wholesale),
        count("minimo_mayorista", values.getOrDefault("minimo_mayorista", ""), 1),
        count("stock", values.getOrDefault("stock", ""), 0));
  }

  private static String required(Map<String, String> values, String column) {
    String value = values.getOrDefault(column, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(column + " is empty");
    }
    return value;
  }

  /** 12500, 12500.5, 12.500,50, $ 12.500. */
  private static BigDecimal price(String column, String written) {
    String digits = written.replaceAll("[$\\s]", "");
    if (digits.matches("\\d{1,3}(\\.\\d{3}){1,4}(,\\d{1,2})?|\\d{1,12},\\d{1,2}")) {
      digits = digits.replace(".", "").replace(',', '.');
    }
    if (!digits.matches("\\d{1,12}(\\.\\d{1,2})?")) {
      throw new IllegalArgumentException(column + " is no price: " + shown(written));
    }
    return new BigDecimal(digits).setScale(2);
  }

  private static int count(String column, String written, int otherwise) {
    if (written.isEmpty()) {
      return otherwise;
    }
    if (!written.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(column + " is no number: " + shown(written));
    }
    return Integer.parseInt(written);
  }

  private static List<Row> csv(String text) throws IOException {
    String head = text.lines().findFirst().orElse("");
    char separator = head.contains(";") ? ';' : head.contains("\t") ? '\t' : ',';
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(separator)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();
    List<Row> rows = new ArrayList<>();
    try (var parser = format.parse(new StringReader(text))) {
      for (CSVRecord record : parser) {
        rows.add(new Row(parser.getCurrentLineNumber(), record.toList()));
      }
    } catch (java.io.UncheckedIOException broken) { // a quote without its end
      if (rows.isEmpty()) {
        throw broken.getCause();
      }
      rows.add(new Row(rows.getLast().line() + 1, List.of("unreadable from here on")));
    }
    return rows;
  }

  private static List<Row> markdown(String text) {
    List<Row> rows = new ArrayList<>();
    long line = 0;
    for (String written : text.lines().map(String::strip).toList()) {
      line++;
      if (!written.startsWith("|") || written.matches("[|:\\s-]+")) {
        continue;
      }
      String inner = written.substring(1, written.length() - (written.endsWith("|") ? 1 : 0));
      rows.add(new Row(line, List.of(inner.split("\\|", -1)).stream().map(String::strip).toList()));
    }
    return rows;
  }

  /** What stands in an answer is one line, and no Markdown of its own. */
  private static String oneLine(String field) {
    return field.replaceAll("[\\p{Cntrl}*`\\[\\]<>]+", " ").replaceAll("\\s+", " ").strip();
  }

  private static String shown(String field) {
    return field.length() > 40 ? field.substring(0, 40) + "…" : field;
  }
}

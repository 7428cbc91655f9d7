package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.filter.FilteringParserDelegate;
import tools.jackson.core.filter.TokenFilter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON as it comes and without what is not needed, which is never in memory, however long it
 * is: media, the form of a mail, secrets. Any thread.
 */
public final class LeanJson {

  private final JsonMapper json;
  private final Set<String> unwanted;
  private final int nestingMax;
  private final int keptMax;

  /**
   * What is read, and how much of it.
   *
   * @param unwanted members that are skipped with everything in them, wherever they are
   * @param nestingMax levels
   * @param tokensMax tokens, skipped ones among them
   * @param keptMax characters of all texts that are kept
   */
  public LeanJson(Set<String> unwanted, int nestingMax, int tokensMax, int keptMax) {
    this.unwanted = Set.copyOf(unwanted);
    this.nestingMax = nestingMax;
    this.keptMax = keptMax;
    this.json =
        JsonMapper.builder(
                JsonFactory.builder()
                    .streamReadConstraints(
                        StreamReadConstraints.builder()
                            .maxNestingDepth(nestingMax)
                            .maxTokenCount(tokensMax)
                            .maxStringLength(keptMax)
                            .build())
                    .build())
            .build();
  }

  /**
   * Reads a body.
   *
   * @throws JacksonException where it is no JSON
   * @throws Problem TOO_LARGE where more of it would have to be kept
   */
  public JsonNode read(InputStream body) {
    try (JsonParser all = json.createParser(body)) {
      try {
        JsonNode tree = json.readTree(wanted(all));
        return tree == null ? json.missingNode() : tree; // null: there was nothing
      } catch (StreamConstraintsException tooMuch) {
        throw all.streamReadContext().getNestingDepth() > nestingMax ? tooMuch : tooLarge();
      }
    }
  }

  private JsonParser wanted(JsonParser all) {
    return new Counting(
        new FilteringParserDelegate(
            all, new Wanted(), TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH, true));
  }

  private Problem tooLarge() {
    return new Problem(Kind.TOO_LARGE, keptMax).setting("BODY_MAX_BYTES");
  }

  /** Counts what is kept. */
  private final class Counting extends JsonParserDelegate {

    private long kept;

    Counting(JsonParser parser) {
      super(parser);
    }

    @Override
    public String getString() {
      String text = super.getString();
      kept += text == null ? 0 : text.length();
      if (kept > keptMax) {
        throw tooLarge();
      }
      return text;
    }
  }

  private final class Wanted extends TokenFilter {

    @Override
    public @Nullable TokenFilter includeProperty(String name) {
      return unwanted.contains(name) ? null : this;
    }

    @Override
    protected boolean _includeScalar() {
      return true;
    }

    @Override
    public boolean includeEmptyObject(boolean contentsFiltered) {
      return true; // of a picture without caption nothing else is left
    }

    @Override
    public boolean includeEmptyArray(boolean contentsFiltered) {
      return true;
    }
  }
}

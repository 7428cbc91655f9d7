package dev.sessionmanager.model;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.Optional;

/** Counts tokens: for OpenAI's models as they do, for others by length. */
final class Tokenizers {

  /** Characters counted exactly; the rest by length, so that a long text cannot keep us busy. */
  private static final int EXACT_MAX_CHARS = 100_000;

  /** Loads an encoding at its first use. */
  private final EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();

  private final double charsPerToken;

  Tokenizers(double charsPerToken) {
    this.charsPerToken = charsPerToken;
  }

  int count(String model, String text) {
    Optional<Encoding> encoding = encoding(model);
    if (encoding.isEmpty()) {
      return byLength(text.length());
    }
    String exact = text.length() > EXACT_MAX_CHARS ? text.substring(0, EXACT_MAX_CHARS) : text;
    return encoding.get().countTokensOrdinary(exact) + byLength(text.length() - exact.length());
  }

  private int byLength(int chars) {
    return (int) Math.ceil(chars / charsPerToken);
  }

  private Optional<Encoding> encoding(String model) {
    // Newer than the library's own list; OpenAI's tiktoken has the same prefixes.
    if (model.matches("(gpt-4\\.1|gpt-4\\.5|gpt-5|chatgpt-4o|o[134])([-.].*)?")) {
      return Optional.of(encodings.getEncoding(EncodingType.O200K_BASE));
    }
    return model.startsWith("gpt-") ? encodings.getEncodingForModel(model) : Optional.empty();
  }
}

package dev.sessionmanager.model;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Requests for embeddings and their answers: in OpenAI's form
 * (platform.openai.com/docs/api-reference/embeddings), which goes through as it came, and in
 * Ollama's own (docs.ollama.com/api/embed), which is translated. Answers have millions of numbers:
 * they are read and written one after the other, and no tree is made of them.
 */
final class EmbeddingWire {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String BASE64 = "base64";

  /** Members of OpenAI's that Ollama would not know. */
  private static final Set<String> OPENAI_ONLY = Set.of("encoding_format", "user");

  private EmbeddingWire() {}

  /**
   * An answer in OpenAI's form.
   *
   * @param json in UTF-8
   * @param tokens that the texts had; 0 where the server does not say
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Vectors(byte[] json, int tokens) {}

  /**
   * The body for the model's server.
   *
   * @param wanted OpenAI's body as the client sent it
   * @throws ModelFailure where the server cannot do what is wanted
   */
  static byte[] request(Target target, Map<String, Object> wanted) {
    Map<String, Object> request = new LinkedHashMap<>(wanted);
    request.put("model", target.model());
    if (target.ollama()) {
      request.keySet().removeAll(OPENAI_ONLY);
      // It would cut what is too long, and not say so.
      request.putIfAbsent("truncate", false);
      if (wanted.get("input") instanceof List<?> list
          && list.stream().anyMatch(one -> !(one instanceof String))) {
        throw ModelFailure.lasting(Problem.fields(Map.of("input", "openai.no_tokens")));
      }
    }
    return Json.bytes(request);
  }

  /**
   * What a server has answered.
   *
   * @param wanted as in {@link #request}
   * @throws ModelFailure MODEL_UNREADABLE where it is no such answer
   */
  static Vectors answer(Target target, Map<String, Object> wanted, byte[] body) {
    boolean base64 = BASE64.equals(wanted.get("encoding_format"));
    try {
      return target.ollama() ? ollama(target, body, base64) : openAi(body, base64);
    } catch (JacksonException noJson) {
      throw unreadable(noJson);
    }
  }

  private static ModelFailure unreadable(@Nullable Throwable cause) {
    Problem problem = new Problem(Kind.MODEL_UNREADABLE);
    return ModelFailure.lasting(cause == null ? problem : problem.causedBy(cause));
  }

  private static JsonParser parser(byte[] body) {
    JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body);
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw unreadable(null);
    }
    return parser;
  }

  /** As it came, unless base64 was asked for and the server knows numbers alone. */
  private static Vectors openAi(byte[] body, boolean base64) {
    int tokens = 0;
    boolean data = false;
    boolean numbers = false;
    try (JsonParser parser = parser(body)) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("usage") && value == JsonToken.START_OBJECT) {
          tokens = tokens(parser);
        } else if (name.equals("data") && value == JsonToken.START_ARRAY) {
          data = true;
          numbers = base64 && isNumbers(parser);
        } else {
          parser.skipChildren();
        }
      }
    }
    if (!data) {
      throw unreadable(null);
    }
    return new Vectors(numbers ? inBase64(body) : body, tokens);
  }

  private static int tokens(JsonParser parser) {
    int tokens = 0;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean prompt = parser.currentName().equals("prompt_tokens");
      if (parser.nextToken().isNumeric() && prompt) {
        tokens = parser.getIntValue();
      } else {
        parser.skipChildren();
      }
    }
    return tokens;
  }

  /** Whether an embedding of this list is a list itself; reads up to the list's end. */
  private static boolean isNumbers(JsonParser parser) {
    boolean numbers = false;
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean embedding = parser.currentName().equals("embedding");
        numbers |= parser.nextToken() == JsonToken.START_ARRAY && embedding;
        parser.skipChildren();
      }
    }
    return numbers;
  }

  private static byte[] inBase64(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 2);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body);
        JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      while (parser.nextToken() != null) {
        boolean embedding =
            parser.currentToken() == JsonToken.START_ARRAY
                && "embedding".equals(parser.currentName());
        if (embedding) {
          json.writeString(base64(parser));
        } else {
          json.copyCurrentEvent(parser);
        }
      }
    }
    return out.toByteArray();
  }

  private static Vectors ollama(Target target, byte[] body, boolean base64) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
    int tokens = 0;
    boolean data = false;
    try (JsonParser parser = parser(body);
        JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("object", "list");
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("embeddings") && value == JsonToken.START_ARRAY && !data) {
          data = true;
          embeddings(parser, json, base64);
        } else if (name.equals("prompt_eval_count") && value.isNumeric()) {
          tokens = parser.getIntValue();
        } else {
          parser.skipChildren();
        }
      }
      if (!data) {
        throw unreadable(null);
      }
      json.writeStringProperty("model", target.name());
      json.writeObjectPropertyStart("usage");
      json.writeNumberProperty("prompt_tokens", tokens);
      json.writeNumberProperty("total_tokens", tokens);
      json.writeEndObject();
      json.writeEndObject();
    }
    return new Vectors(out.toByteArray(), tokens);
  }

  private static void embeddings(JsonParser parser, JsonGenerator json, boolean base64) {
    json.writeArrayPropertyStart("data");
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw unreadable(null);
      }
      json.writeStartObject();
      json.writeStringProperty("object", "embedding");
      json.writeNumberProperty("index", i);
      json.writeName("embedding");
      if (base64) {
        json.writeString(base64(parser));
      } else {
        json.writeStartArray();
        while (number(parser)) {
          json.writeNumber(parser.getString()); // as it came, to the last digit
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The numbers of a list, up to its end: each in four bytes, the lowest first. */
  private static String base64(JsonParser parser) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    while (number(parser)) {
      int bits = Float.floatToIntBits(parser.getFloatValue());
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        bytes.write(bits >> shift);
      }
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** Goes on to the next number of a list; false at its end. */
  private static boolean number(JsonParser parser) {
    JsonToken next = parser.nextToken();
    if (next == JsonToken.END_ARRAY) {
      return false;
    }
    if (next == null || !next.isNumeric()) {
      throw unreadable(null);
    }
    return true;
  }
}

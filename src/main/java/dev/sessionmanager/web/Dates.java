package dev.sessionmanager.web;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Times that callers send, in an address or in JSON: RFC 3339, with its years of four digits. Java
 * would take years of nine, which neither the database nor a sum of milliseconds holds. Any other
 * text, and a number, is refused with the name of its field. Any thread.
 */
final class Dates extends StdScalarDeserializer<Instant>
    implements Converter<String, @Nullable Instant> {

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  Dates() {
    super(Instant.class);
  }

  @Override
  public @Nullable Instant convert(String text) {
    return text.isBlank() ? null : parse(text.strip());
  }

  @Override
  public Instant deserialize(JsonParser json, DeserializationContext context) {
    if (!json.hasToken(JsonToken.VALUE_STRING)) {
      return (Instant) context.handleUnexpectedToken(context.constructType(Instant.class), json);
    }
    try {
      return parse(json.getString());
    } catch (DateTimeException wrong) {
      return (Instant)
          context.handleWeirdStringValue(Instant.class, json.getString(), "no time by RFC 3339");
    }
  }

  private static Instant parse(String text) {
    Instant time = Instant.parse(text);
    if (time.isBefore(FIRST) || time.isAfter(LAST)) {
      throw new DateTimeException(text);
    }
    return time;
  }
}

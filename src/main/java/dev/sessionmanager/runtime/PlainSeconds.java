package dev.sessionmanager.runtime;

import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Writes seconds as the contract shows them, 1618037123.456, not as 1.618037123456E9. */
final class PlainSeconds extends ValueSerializer<Double> {

  @Override
  public void serialize(Double seconds, JsonGenerator json, SerializationContext context) {
    BigDecimal exact = BigDecimal.valueOf(seconds);
    json.writeNumber(exact.setScale(Math.max(1, exact.scale())).toPlainString());
  }
}

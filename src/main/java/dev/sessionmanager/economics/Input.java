package dev.sessionmanager.economics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing a calculator wants to know.
 *
 * @param name as a model gives it
 * @param label with its article, in Spanish: "el capital"
 * @param about what a model should know beside the label
 * @param cues words beside a number that say it is this one
 * @param follows the name of the input whose number stands right before this one's: "de 10 a 12"
 * @param unless the name of an optional input that stands in for this one
 */
record Input(
    String name,
    String label,
    InputKind kind,
    String about,
    List<Phrase> cues,
    boolean required,
    @Nullable String follows,
    @Nullable String unless) {

  /** Numbers in a list of flows or in a series. */
  static final int MAX_FLOWS = 600;

  static Input of(InputKind kind, String name, String label, String... cues) {
    String about =
        switch (kind) {
          case PERCENT, CHANGE -> " En por ciento: 5 es 5 %.";
          case RATE -> " En por ciento y con su período: «5 % anual», «3 % mensual», «TNA 60 %».";
          case TIME -> " Con su unidad: «3 años», «18 meses», «12 cuotas».";
          case FREQUENCY -> " «mensual», «trimestral»… o cuántas veces por año.";
          case CURVE -> " Como ecuación: «Qd = 100 - 2P».";
          default -> "";
        };
    return new Input(name, label, kind, about, Phrase.list(cues), true, null, null);
  }

  Input optional() {
    return new Input(name, label, kind, about + " Opcional.", cues, false, follows, unless);
  }

  Input following(String other) {
    return new Input(name, label, kind, about, cues, required, other, unless);
  }

  Input unless(String other) {
    return new Input(name, label, kind, about, cues, required, follows, other);
  }

  /** Without the article and what is in brackets, with a capital: "Capital". */
  String title() {
    String bare = label.replaceFirst("^(el|la|los|las) ", "").replaceFirst(" \\(.*\\)$", "");
    return Character.toUpperCase(bare.charAt(0)) + bare.substring(1);
  }

  /** Its JSON Schema. */
  Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put(
        "type",
        switch (kind) {
          case MONEY, NUMBER, SHARE, PERCENT, CHANGE -> "number";
          case RATE, TIME, FREQUENCY, CURVE -> "string";
          case FLAG -> "boolean";
          case FLOWS -> "array";
        });
    if (kind == InputKind.FLOWS) {
      schema.put("items", Map.of("type", "number"));
      schema.put("maxItems", MAX_FLOWS);
    }
    schema.put("description", title() + "." + about);
    return schema;
  }
}

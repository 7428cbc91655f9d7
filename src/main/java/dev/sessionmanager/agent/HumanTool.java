package dev.sessionmanager.agent;

import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.tool.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By which a model gives a conversation to a human: what it says about it, the answer is marked
 * with. For one answer; one thread.
 */
final class HumanTool implements Tool {

  static final String NAME = "derivar_a_persona";

  private final AgentServices means;
  private final AgentFile file;
  private final Prompt prompt;
  private @Nullable Map<String, Object> wish;

  HumanTool(AgentServices means, AgentFile file, Prompt prompt) {
    this.means = means;
    this.file = file;
    this.prompt = prompt;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "Pide que una persona del equipo continúe la conversación. Usar cuando alguien pide"
        + " hablar con una persona, hace un reclamo o una queja, o necesita algo que no se puede"
        + " resolver aquí. Devuelve lo que se le puede decir con verdad.";
  }

  @Override
  public Map<String, Object> parameters() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("motivo", text("Por qué hace falta una persona, en pocas palabras."));
    properties.put(
        "resumen", text("Qué quiere y qué se habló, en una o dos frases para el equipo."));
    return Map.of(
        "type", "object", "properties", properties, "required", List.of("motivo", "resumen"));
  }

  private static Map<String, Object> text(String description) {
    return Map.of("type", "string", "description", description);
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("reason", said(arguments, "motivo", HandoverRequest.ASKED));
    said.put("summary", said(arguments, "resumen", ""));
    wish = said;
    return Answer.of(means.sentence(file, prompt, "agent.human.tool", sentence()));
  }

  private static String said(Map<String, Object> arguments, String name, String otherwise) {
    String said = Objects.toString(arguments.get(name), "").strip();
    return said.isEmpty() ? otherwise : said;
  }

  /** What is true about it, for the customer. */
  String sentence() {
    return HumanWish.sentence(means, file, prompt);
  }

  /** What an answer is marked with; null where the model has not wanted a human. */
  @Nullable Map<String, Object> wish() {
    return wish;
  }
}

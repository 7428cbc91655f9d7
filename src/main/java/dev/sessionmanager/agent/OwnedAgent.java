package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.OwnAgents;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.gateway.Summary;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.problem.Health;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An agent that is one person's alone. Immutable; any thread.
 *
 * @param persona who answers
 * @param owner the person
 */
record OwnedAgent(PersonaAgent persona, String owner) implements Agent {

  @Override
  public String name() {
    return persona.name();
  }

  @Override
  public String original() {
    return OwnAgents.KIND;
  }

  @Override
  public Card card() {
    return persona.card();
  }

  @Override
  public String via() {
    return persona.via();
  }

  @Override
  public int tokens(String text) {
    return persona.tokens(text);
  }

  @Override
  public Locale language(Locale reader) {
    return persona.language(reader);
  }

  @Override
  public String excuse(String sentence, Locale reader, HandoverOutlook outlook) {
    return persona.excuse(sentence, reader, outlook);
  }

  @Override
  public Reply answer(Prompt prompt, Consumer<Piece> reader) {
    return persona.answer(prompt, reader);
  }

  @Override
  public Optional<Summary> summarise(
      @Nullable String before, List<Message> messages, Locale reader, String requestId) {
    return persona.summarise(before, messages, reader, requestId);
  }

  @Override
  public Optional<Summary> title(List<Message> messages, Locale reader, String requestId) {
    return persona.title(messages, reader, requestId);
  }

  @Override
  public Health check() {
    return persona.check();
  }
}

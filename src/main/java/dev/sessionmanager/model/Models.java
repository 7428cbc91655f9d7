package dev.sessionmanager.model;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Health;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Every connected model, by name. Any thread. */
@Component
public class Models {

  /** The models that are connected, the default first. */
  public List<Model> list() {
    return List.of();
  }

  /** The first of these that is connected, or the default where none are named. */
  public Optional<Model> choose(List<String> names) {
    return Optional.empty();
  }

  /**
   * Has a model answer; blocks until it has, and an interrupt closes the connection to it. Tries
   * the named ones in order: the next one is asked when one fails before its first piece.
   *
   * @param names in order of preference; empty for the default
   * @param chunk takes pieces of the text in order, as they come
   * @param requestId goes to the provider as {@code X-Request-ID}
   * @throws dev.sessionmanager.gateway.Problem why there is no answer
   */
  public Completion complete(
      List<String> names,
      List<Message> messages,
      ModelOptions options,
      Consumer<String> chunk,
      String requestId) {
    throw new UnsupportedOperationException();
  }

  /** How many tokens of a model a text takes: by its tokenizer, else by its length. */
  public int tokens(String model, String text) {
    return text.length() / 3;
  }

  /** One sentence about what is connected, or which setting would connect one. */
  public String notice() {
    return "no model";
  }

  /** Whether a model could answer now, found out afresh. */
  public Health check() {
    return new Health(false, notice());
  }
}

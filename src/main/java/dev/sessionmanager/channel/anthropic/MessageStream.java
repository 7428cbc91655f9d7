package dev.sessionmanager.channel.anthropic;

import dev.sessionmanager.channel.anthropic.MessageWire.Block;
import dev.sessionmanager.channel.anthropic.MessageWire.Delta;
import dev.sessionmanager.channel.anthropic.MessageWire.Usage;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.AnswerStreams;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.server.ServerSentEvents;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An answer as Anthropic's events, whose names are their types. One thread. */
final class MessageStream implements AnswerStreams.Wire, Blocks.Sink {

  private final ServerSentEvents events;
  private final JsonMapper json;
  private final MessageWire wire;
  private final IntSupplier expected;
  private final Function<Problem, Map<String, Object>> problems;
  private final Blocks blocks;
  private boolean introduced;
  private int index = -1;

  /**
   * @param thinks whether the client reads what the model thinks
   * @param expected tokens of the input, as far as one can tell before the provider says it
   * @param problems a problem as Anthropic's error
   */
  MessageStream(
      ServerSentEvents events,
      JsonMapper json,
      MessageWire wire,
      boolean thinks,
      IntSupplier expected,
      Function<Problem, Map<String, Object>> problems) {
    this.events = events;
    this.json = json;
    this.wire = wire;
    this.expected = expected;
    this.problems = problems;
    this.blocks = new Blocks(this, thinks, json);
  }

  @Override
  public ServerSentEvents events() {
    return events;
  }

  @Override
  public void pieces(List<Piece> pieces) throws IOException {
    introduce();
    blocks.add(pieces);
  }

  @Override
  public void ping() throws IOException {
    introduce();
    event("ping", Map.of("type", "ping"));
  }

  @Override
  public void end(Reply reply) throws IOException {
    introduce();
    blocks.end(reply);
    event(MessageWire.end(reply, Usage.of(reply, expected)));
    event("message_stop", Map.of("type", "message_stop"));
  }

  /** No {@code message_stop} follows. */
  @Override
  public void problem(Problem problem) throws IOException {
    event("error", problems.apply(problem));
  }

  private void introduce() throws IOException {
    if (!introduced) {
      introduced = true;
      event(wire.begin(Usage.expected(expected.getAsInt())));
    }
  }

  @Override
  public void begin(Block block) throws IOException {
    index++;
    ofBlock("content_block_start", "content_block", block);
  }

  @Override
  public void piece(Delta delta) throws IOException {
    ofBlock("content_block_delta", "delta", delta);
  }

  @Override
  public void end() throws IOException {
    event(MessageWire.event("content_block_stop", "index", index));
  }

  private void ofBlock(String type, String member, Object value) throws IOException {
    Map<String, @Nullable Object> event = MessageWire.event(type, "index", index);
    event.put(member, value);
    event(event);
  }

  private void event(Map<String, @Nullable Object> event) throws IOException {
    event((String) event.get("type"), event);
  }

  private void event(@Nullable String name, Map<String, ?> event) throws IOException {
    events.event(name, json.writeValueAsBytes(event));
  }
}

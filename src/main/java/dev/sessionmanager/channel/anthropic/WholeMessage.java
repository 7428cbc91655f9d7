package dev.sessionmanager.channel.anthropic;

import dev.sessionmanager.channel.anthropic.MessageWire.Block;
import dev.sessionmanager.channel.anthropic.MessageWire.Delta;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The content of an answer that is sent whole. One thread. */
final class WholeMessage implements Blocks.Sink {

  private final JsonMapper json;
  private final List<Block> all = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();
  private String signature = "";
  private @Nullable Block open;

  private WholeMessage(JsonMapper json) {
    this.json = json;
  }

  /**
   * @param thinks whether the client reads what the model thinks
   */
  static List<Block> content(Reply reply, boolean thinks, JsonMapper json) {
    WholeMessage message = new WholeMessage(json);
    Blocks blocks = new Blocks(message, thinks, json);
    String text = reply.text();
    try {
      blocks.add(
          reply.pieces().isEmpty() && text != null
              ? List.of(new Piece.Text(text))
              : reply.pieces());
      blocks.end(reply);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // nothing is written here
    }
    return message.all;
  }

  @Override
  public void begin(Block block) {
    open = block;
    words.setLength(0);
    signature = "";
  }

  @Override
  public void piece(Delta delta) {
    if (delta.signature() != null) {
      signature = delta.signature();
    } else {
      words.append(
          delta.text() != null
              ? delta.text()
              : delta.thinking() != null ? delta.thinking() : delta.json());
    }
  }

  @Override
  public void end() {
    switch (open) {
      case Block.Text _ -> {
        if (!words.isEmpty()) {
          all.add(new Block.Text(words.toString()));
        }
      }
      case Block.Thinking _ -> all.add(new Block.Thinking(words.toString(), signature));
      case Block.Use use -> all.add(new Block.Use(use.id(), use.name(), input()));
      case Block.Sealed sealed -> all.add(sealed);
      case null -> {}
    }
  }

  /**
   * What is no JSON goes as Anthropic's guide to streamed tools says, so that none of it is lost.
   */
  private Object input() {
    if (words.isEmpty()) {
      return Map.of();
    }
    try {
      JsonNode input = json.readTree(words.toString());
      if (input.isObject()) {
        return input;
      }
    } catch (JacksonException broken) {
      // The model wrote it.
    }
    return Map.of("INVALID_JSON", words.toString());
  }
}

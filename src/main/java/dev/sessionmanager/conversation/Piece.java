package dev.sessionmanager.conversation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;

/**
 * What an agent says while it works. An answer is a row of pieces; whoever follows it gets all of
 * them and shows what it can. Further kinds (files, approvals) become further records here, and the
 * compiler then names each place that must decide about them. The JSON form is the log's and that
 * of streams.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Piece.Text.class, name = "text"),
  @JsonSubTypes.Type(value = Piece.Reasoning.class, name = "reasoning"),
  @JsonSubTypes.Type(value = Piece.Refusal.class, name = "refusal"),
  @JsonSubTypes.Type(value = Piece.ToolBegun.class, name = "tool_begun"),
  @JsonSubTypes.Type(value = Piece.ToolArguments.class, name = "tool_arguments"),
  @JsonSubTypes.Type(value = Piece.ToolDone.class, name = "tool_done"),
  @JsonSubTypes.Type(value = Piece.ToolRefused.class, name = "tool_refused"),
  @JsonSubTypes.Type(value = Piece.Shown.class, name = "picture"),
  @JsonSubTypes.Type(value = Piece.Source.class, name = "source"),
  @JsonSubTypes.Type(value = Piece.Extra.class, name = "extra")
})
public sealed interface Piece {

  /**
   * Units by which readers count how far they have read: chars of what comes in chars, 1 of
   * everything else.
   */
  default int size() {
    return 1;
  }

  /** A piece that comes in chars: the next of its kind goes on where it ends. */
  sealed interface Words extends Piece {

    String text();

    /** The same kind of piece with another text. */
    Words with(String text);

    /** Whether the other piece goes on with this one. */
    boolean goesOn(Piece other);

    @Override
    default int size() {
      return text().length();
    }
  }

  /** A piece of what people read. */
  record Text(String text) implements Words {

    @Override
    public Text with(String other) {
      return new Text(other);
    }

    @Override
    public boolean goesOn(Piece other) {
      return other instanceof Text;
    }
  }

  /**
   * What a model thinks before it speaks.
   *
   * @param name what the model's server calls it: {@code reasoning_content}, {@code reasoning}
   */
  record Reasoning(String text, String name) implements Words {

    @Override
    public Reasoning with(String other) {
      return new Reasoning(other, name);
    }

    @Override
    public boolean goesOn(Piece other) {
      return other instanceof Reasoning next && next.name.equals(name);
    }
  }

  /** Why the model does not answer, in its own words; people read it in place of a text. */
  record Refusal(String text) implements Words {

    @Override
    public Refusal with(String other) {
      return new Refusal(other);
    }

    @Override
    public boolean goesOn(Piece other) {
      return other instanceof Refusal;
    }
  }

  /**
   * A tool is wanted.
   *
   * @param call counts the tools of one answer, from 0
   * @param id by which the tool's result refers to it
   * @param forCaller whether it is a tool of the caller's, which the caller uses; else the agent
   *     uses it
   * @param extra further members of the provider's object, as they came
   */
  record ToolBegun(
      int call,
      String id,
      String name,
      boolean forCaller,
      @JsonInclude(Include.NON_EMPTY) Map<String, Object> extra)
      implements Piece {

    public ToolBegun {
      extra = extra == null ? Map.of() : extra; // left out in the log where there is none
    }
  }

  /** A piece of a tool's arguments, which together are a JSON object. */
  record ToolArguments(int call, String text) implements Words {

    @Override
    public ToolArguments with(String other) {
      return new ToolArguments(call, other);
    }

    @Override
    public boolean goesOn(Piece other) {
      return other instanceof ToolArguments next && next.call == call;
    }
  }

  /** What a tool of the agent's said. */
  record ToolDone(int call, String result) implements Piece {}

  /** Why a tool of the agent's was not used, or failed. */
  record ToolRefused(int call, String reason) implements Piece {}

  /** A picture that belongs to the answer: see {@link Picture}. */
  record Shown(String id, String mediaType, String title) implements Piece {

    public static Shown of(Picture picture) {
      return new Shown(picture.id(), picture.type(), picture.title());
    }
  }

  /** Where something in the answer is from. */
  record Source(String id, String title, String source) implements Piece {}

  /** What else a model's server says of an answer, for a caller who speaks its wire. */
  record Extra(Map<String, Object> members) implements Piece {}

  /** Whether it is of the answer that people read, and of nothing else. */
  @JsonIgnore
  default boolean readable() {
    return this instanceof Text || this instanceof Refusal;
  }
}

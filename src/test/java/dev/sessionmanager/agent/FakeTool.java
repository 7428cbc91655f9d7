package dev.sessionmanager.agent;

import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A tool that answers as a test wants, and remembers what a model asked of it. */
class FakeTool implements Tool {

  final List<Map<String, Object>> used = Collections.synchronizedList(new ArrayList<>());
  private final String name;
  private final String word;
  private final Function<Map<String, Object>, Answer> answer;

  /** Takes a person's text that has the word in it for its own. */
  FakeTool(String name, String word, Function<Map<String, Object>, Answer> answer) {
    this.name = name;
    this.word = word;
    this.answer = answer;
  }

  static FakeTool saying(String name, String word, String text) {
    return new FakeTool(name, word, arguments -> Answer.of(text));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "Does " + name + '.';
  }

  @Override
  public Map<String, Object> parameters() {
    return Map.of("type", "object", "properties", Map.of("n", Map.of("type", "number")));
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    used.add(arguments);
    return answer.apply(arguments);
  }

  @Override
  public Optional<Answer> asked(Asked asked) {
    return asked.text().contains(word) ? Optional.of(answer.apply(Map.of())) : Optional.empty();
  }
}

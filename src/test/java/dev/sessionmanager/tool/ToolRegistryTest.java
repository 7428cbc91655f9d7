package dev.sessionmanager.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToolRegistryTest {

  private final Tool sum = new Named("suma");
  private final Tool difference = new Named("resta");
  private final Tool weather = new Named("clima");
  private final ToolRegistry registry =
      new ToolRegistry(List.of(weather), Map.of("cuentas", () -> List.of(sum, difference)));

  @Test
  void givesTheToolsOfNamesAndGroupsOnceInTheirOrder() {
    assertThat(registry.of(List.of("resta", "clima", "cuentas", "nada")))
        .containsExactly(difference, weather, sum);
    assertThat(registry.has("cuentas")).isTrue();
    assertThat(registry.has("suma")).isTrue();
    assertThat(registry.has("nada")).isFalse();
  }

  @Test
  void refusesTwoToolsOfOneName() {
    assertThatThrownBy(() -> new ToolRegistry(List.of(sum, new Named("suma")), Map.of()))
        .hasMessage("Two tools are named suma.");
    ToolRegistry twice = new ToolRegistry(List.of(sum), Map.of("más", () -> List.of(sum)));
    assertThatThrownBy(() -> twice.of(List.of("más"))).hasMessage("Two tools are named suma.");
  }

  @Test
  void aToolThatOnlyModelsUseIsAskedNothing() {
    assertThat(sum.asked(new Asked("2 + 2"))).isEmpty();
  }

  @Test
  void whatSeveralToolsReadFromAQuestionIsReadOnce() {
    Asked asked = new Asked("2 + 2");
    StringBuilder read = asked.read(StringBuilder.class, a -> new StringBuilder(a.text()));
    assertThat(asked.read(StringBuilder.class, a -> new StringBuilder("again"))).isSameAs(read);
    assertThat(read).hasToString("2 + 2");
  }

  private record Named(String name) implements Tool {

    @Override
    public String description() {
      return name;
    }

    @Override
    public Map<String, Object> parameters() {
      return Map.of();
    }

    @Override
    public Answer use(Map<String, Object> arguments, @Nullable String username) {
      return Answer.of(name);
    }
  }
}

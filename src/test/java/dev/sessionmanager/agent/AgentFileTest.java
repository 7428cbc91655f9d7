package dev.sessionmanager.agent;

import static dev.sessionmanager.agent.Fakes.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.text.Address;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentFileTest {

  @Test
  void readsEveryKey() throws MalformedFile {
    AgentFile file =
        AgentFile.parse(
            """
            ---
            name: anna
            title: Anna B
            description: Ayuda con K.
            greeting: "¡Hola: soy Anna!"
            model: [llama3.2:1b, gpt-5]
            temperature: 0.5
            max_tokens: 200
            history_max_messages: 12
            input_token_budget: 3000
            context_window: 8000
            knowledge: k
            knowledge_first: true
            tools:
              - van
              - tir
            tool_rounds_max: 2
            safety: true
            listens: true
            off_topic: Solo K.
            human: true
            language: es-AR
            address: usted
            words:
              thanks: No hay de qué.
            words_en: {thanks: My pleasure.}
            examples: ¿K?
            examples_en: ["K?", "L?"]
            ---

            Eres **Anna**.

            ---
            Nada más.
            """);
    assertThat(file)
        .isEqualTo(
            new AgentFile(
                "anna",
                "Anna B",
                "Ayuda con K.",
                "¡Hola: soy Anna!",
                List.of("llama3.2:1b", "gpt-5"),
                0.5,
                200,
                12,
                3000,
                8000,
                "k",
                true,
                List.of("van", "tir"),
                2,
                true,
                true,
                "Solo K.",
                true,
                Locale.of("es", "AR"),
                new AgentWords(
                    Address.USTED,
                    Locale.of("es", "AR"),
                    Map.of("thanks", "No hay de qué."),
                    Map.of("thanks", "My pleasure."),
                    List.of("¿K?"),
                    List.of("K?", "L?")),
                "Eres **Anna**.\n\n---\nNada más.",
                Map.of("knowledge", 12, "tools", 14)));
  }

  @Test
  void needsNoMoreThanANameAndAPrompt() throws MalformedFile {
    AgentFile file = AgentFile.parse("---\nname: anna\n---\nEres Anna.");
    assertThat(file.title()).isEqualTo("anna");
    assertThat(file.description()).isEmpty();
    assertThat(file.greeting()).isNull();
    assertThat(file.models()).isEmpty();
    assertThat(file.temperature()).isNull();
    assertThat(file.tools()).isEmpty();
    assertThat(file.toolRoundsMax()).isEqualTo(4);
    assertThat(file.safety()).isFalse();
    assertThat(file.listens()).isFalse();
    assertThat(file.prompt()).isEqualTo("Eres Anna.");
  }

  @Test
  void readsFilesOfWindows() throws MalformedFile {
    AgentFile file = AgentFile.parse("\uFEFF---\r\nname: anna\r\n--- \r\nEres\r\nAnna.\r\n");
    assertThat(file.prompt()).isEqualTo("Eres\nAnna.");
  }

  @Test
  void takesAKeyWithoutAValueForNone() throws MalformedFile {
    assertThat(AgentFile.parse(source("greeting:", "tools: ~")).tools()).isEmpty();
  }

  /** The line of the third column is the file's: name stands on the second. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour: red                | colour is not a setting of agents             | 3",
        "Name: x                    | Name is not a setting of agents               | 3",
        "1: x                       | 1 is not a setting of agents                  | 3",
        "'name: bert'               | name stands there twice                       | 3",
        "title: 5                   | title must be text, at most 1000 characters   | 3",
        "title: [a]                 | title must be text, at most 1000 characters   | 3",
        "title: ''                  | title must be text, at most 1000 characters   | 3",
        "greeting: {a: b}           | greeting must be text                         | 3",
        "model: 3.2                 | model must be text, at most 200 characters    | 3",
        "model: [a, 3.2]            | model must be a list of at most 64 names      | 3",
        "model: [a, [b]]            | model must be a list of at most 64 names      | 3",
        "tools: {a: b}              | tools must be text                            | 3",
        "temperature: hot           | temperature must be a number from 0.0 to 2.0  | 3",
        "'temperature: 0,5'         | temperature must be a number from 0.0 to 2.0  | 3",
        "temperature: 2.1           | temperature must be a number from 0.0 to 2.0  | 3",
        "temperature: -1            | temperature must be a number from 0.0 to 2.0  | 3",
        "temperature: .nan          | temperature must be a number from 0.0 to 2.0  | 3",
        "temperature: .inf          | temperature must be a number from 0.0 to 2.0  | 3",
        "temperature: 1:30          | temperature must be a number from 0.0 to 2.0  | 3",
        "max_tokens: 0              | max_tokens must be a whole number from 1      | 3",
        "max_tokens: 1.5            | max_tokens must be a whole number from 1      | 3",
        "max_tokens: 99999999999    | max_tokens must be a whole number from 1      | 3",
        "max_tokens: '7'            | max_tokens must be a whole number from 1      | 3",
        "tool_rounds_max: 17        | tool_rounds_max must be a whole number from 0 | 3",
        "safety: 1                  | safety must be true or false                  | 3",
        "safety: 'true'             | safety must be true or false                  | 3",
        "language: '-'              | language must be a tag like es or en          | 3",
        "safety: true\\nhuman: maybe | human must be true or false                  | 4",
        "title: a: b                | not YAML: mapping values are not allowed here | 3",
        "title: [a                  | not YAML:                                     | 4",
        "title: \"a                 | not YAML:                                     | 4",
        "\\ttitle: a                | not YAML:                                     | 3",
        "title: !!java.net.URL x    | not YAML: Global tag is not allowed           | 3",
        "title: &a [x]\\ntools: *a   | not YAML:                                     | 2",
        "title: [[[[[[[a]]]]]]]     | not YAML:                                     | 2",
      })
  void namesTheLineAndTheReason(String settings, String reason, int line) {
    String yaml = settings.replace("\\n", "\n").replace("\\t", "\t");
    assertMalformed(source(yaml), line, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | the file must begin with a line ---         | 1",
        "Eres Anna.                      | the file must begin with a line ---         | 1",
        "---\\nname: anna                | the file must begin with a line ---         | 1",
        "---\\nname: anna\\n-- \\nEres.  | the file must begin with a line ---         | 1",
        "\\n---\\nname: anna\\n---\\nx   | the file must begin with a line ---         | 1",
        "---\\n---\\nEres.               | between the lines --- stand settings        | 2",
        "---\\nanna\\n---\\nEres.        | between the lines --- stand settings        | 2",
        "---\\n- anna\\n---\\nEres.      | between the lines --- stand settings        | 2",
        "---\\ntitle: A\\n---\\nEres.    | name is missing                             | 1",
        "---\\nname:\\n---\\nEres.       | name is missing                             | 1",
        "---\\nname: anna\\n---\\n       | below the settings the system prompt        | 1",
        "---\\nname: Anna\\n---\\nx      | name must be lower-case letters             | 2",
        "---\\nname: ../a\\n---\\nx      | name must be lower-case letters             | 2",
        "---\\n\\nname: runtime\\n---\\nx| the name runtime belongs to an agent of the | 3",
      })
  void namesWhatIsWrongWithTheFileAsAWhole(String file, String reason, int line) {
    assertMalformed(file.replace("\\n", "\n"), line, reason);
  }

  @Test
  void keepsItsReasonsShortAndOnOneLine() {
    assertThatThrownBy(() -> AgentFile.parse(source("\"a\\n" + "x".repeat(900) + "\": 1")))
        .isInstanceOfSatisfying(
            MalformedFile.class,
            e -> assertThat(e.reason()).startsWith("a xxx").hasSizeLessThan(320));
  }

  @Test
  void boundsAList() {
    String many = "[" + "a, ".repeat(64) + "a]";
    assertMalformed(source("tools: " + many), 3, "tools must be a list of at most 64 names");
  }

  private static void assertMalformed(String source, int line, String reason) {
    assertThatThrownBy(() -> AgentFile.parse(source))
        .isInstanceOfSatisfying(
            MalformedFile.class,
            e -> {
              assertThat(e.reason()).startsWith(reason);
              assertThat(e.line()).as(e.reason()).isEqualTo(line);
            });
  }
}

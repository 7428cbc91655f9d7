package dev.sessionmanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.files.FrontMatter;
import dev.sessionmanager.files.MalformedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/agents.md to what is read, and the files that ship to what they promise. */
class AgentDocsTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|.+\\|.+\\|$");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)```markdown\\n(.*?)^```", Pattern.MULTILINE);

  private final String page = Files.readString(Path.of("docs/agents.md"));

  AgentDocsTest() throws IOException {}

  @Test
  void namesEveryKeyAndNoOther() throws MalformedFile {
    FrontMatter head = new FrontMatter("---\nname: anna\n---\nEres Anna.");
    AgentFile.of(head);
    Set<String> rows = new TreeSet<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      rows.add(row.group(1));
    }
    assertThat(rows).isEqualTo(head.asked());
  }

  @Test
  void showsAnExampleThatWorks() throws MalformedFile {
    Matcher example = EXAMPLE.matcher(page);
    assertThat(example.find()).isTrue();
    AgentFile file = AgentFile.parse(example.group(1));
    assertThat(file.name()).isNotBlank();
    assertThat(file.greeting()).isNotBlank();
  }

  @Test
  void namesTheAgentsThatShip() {
    for (String name : AgentFiles.SHIPPED) {
      assertThat(AgentFiles.shipped(name).name()).isEqualTo(name);
      assertThat(page).contains("`" + name + "`");
    }
  }

  @Test
  void shipsTheContractsSettings() {
    AgentFile techbot = AgentFiles.shipped("techbot");
    assertThat(techbot.models()).isEqualTo(List.of("llama3.2:1b"));
    assertThat(techbot.historyMaxMessages()).isEqualTo(20);
    AgentFile ecobot = AgentFiles.shipped("ecobot");
    assertThat(ecobot.temperature()).isEqualTo(0.55);
    assertThat(ecobot.maxTokens()).isEqualTo(380);
    assertThat(ecobot.knowledgeFirst()).isTrue();
    assertThat(ecobot.offTopic()).isNotBlank();
    AgentFile psicoia = AgentFiles.shipped("psicoia");
    assertThat(psicoia.temperature()).isEqualTo(0.5);
    assertThat(psicoia.maxTokens()).isEqualTo(200);
    assertThat(psicoia.safety()).isTrue();
    AgentFile royal = AgentFiles.shipped("royal");
    assertThat(royal.human()).isTrue();
    assertThat(royal.tools()).isEqualTo(List.of("buscar_catalogo"));
  }

  /** The contract's budget is 1000 tokens for all, its measure 3 characters a token. */
  @Test
  void leavesMoreThanHalfOfTheBudgetToTheConversation() {
    for (String name : AgentFiles.SHIPPED) {
      assertThat(AgentFiles.shipped(name).prompt().length() / 3).as(name).isLessThan(500);
    }
  }
}

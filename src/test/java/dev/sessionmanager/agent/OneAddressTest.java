package dev.sessionmanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.text.Address;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent addresses its readers in one way, whoever wrote the sentence. */
class OneAddressTest {

  private static final Path RESOURCES = Path.of("src/main/resources");

  @ParameterizedTest
  @ValueSource(strings = {"techbot", "ecobot", "psicoia", "royal"})
  void isKeptInWordsAndKnowledge(String name) throws IOException {
    AgentFile agent = AgentFiles.shipped(name);
    Address address = agent.words().address();
    assertThat(Address.in(agent.greeting() + " " + String.join(" ", agent.words().own().values())))
        .as(name)
        .isIn(address, null);
    try (Stream<Path> files = Files.list(RESOURCES.resolve("knowledge/" + agent.knowledge()))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        String body = text.substring(text.indexOf("\n---", 4) + 4);
        assertThat(Address.in(body)).as(file.toString()).isIn(address, null);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"messages_es__voseo, VOS", "messages_es__tuteo, TU"})
  void isThatOfTheBundle(String bundle, Address address) throws IOException {
    properties(bundle)
        .forEach((key, text) -> assertThat(Address.in("" + text)).as("" + key).isIn(address, null));
  }

  /** What an agent's customers read is in the form of usted, or in one that addresses nobody. */
  @Test
  void isUstedWhereNoOtherFormIsKnown() throws IOException {
    properties("messages")
        .forEach((key, text) -> {
          if (List.of("agent", "person", "media", "messaging", "chatwoot", "whatsapp").stream()
              .anyMatch(group -> ("" + key).startsWith(group + '.'))) {
            assertThat(Address.in("" + text)).as("" + key).isIn(Address.USTED, null);
          }
        });
  }

  private static Properties properties(String bundle) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(RESOURCES.resolve(bundle + ".properties"))) {
      properties.load(reader);
    }
    return properties;
  }
}

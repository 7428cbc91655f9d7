package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every messaging channel has outside its folder, and what is discovered from its bean: a
 * channel that forgot a place fails here, by the name of the place.
 */
class MessagingChannelsTest {

  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  static Stream<MessagingChannel> channels() {
    return service.bean(Messengers.class).channels().stream();
  }

  @Test
  void hasAChannelForEachFolderWithOne() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/sessionmanager/channel"))) {
      List<Path> folders =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> read(file).contains("implements MessagingChannel"))
              .map(Path::getParent)
              .toList();
      assertThat(channels()).hasSameSizeAs(folders);
      assertThat(folders).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("channels")
  void itsRoutesAreDescribedAndAnswer(MessagingChannel channel) {
    String openapi = read(Path.of("src/main/resources/static/openapi.yaml"));
    assertThat(channel.paths()).contains(channel.path());
    for (String path : channel.paths()) {
      assertThat(openapi.contains("\n  " + path + ":")).as("openapi.yaml has %s", path).isTrue();
      // Not connected, and so no route that is unknown: the answer names the setting.
      assertThat(service.post(path.replaceAll("\\{.*}", "messages"), "{}"))
          .satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().toString()).contains(channel.provider().connectedBy());
          });
    }
  }

  @ParameterizedTest
  @MethodSource("channels")
  void itsSettingsAreDocumentedAndItsSecretMayComeFromAFile(MessagingChannel channel) {
    String config = read(Path.of("docs/config.md"));
    for (String setting :
        List.of(channel.provider().connectedBy(), channel.provider().verifiedBy())) {
      assertThat(config.contains("`" + setting + "`")).as("config.md has %s", setting).isTrue();
    }
    assertThat(channel.provider().verifiedBy()).matches(".*(TOKEN|KEY|SECRET|PASSWORD|VALUE)");
  }

  @ParameterizedTest
  @MethodSource("channels")
  void healthAndSetupListIt(MessagingChannel channel) {
    assertThat(
            service.get("/health").json().at("/services/" + channel.provider().id()).asString(""))
        .isEqualTo("off");
    assertThat(
            StreamSupport.stream(
                service.get("/admin/setup").json().get("channels").spliterator(), false))
        .anySatisfy(finding ->
            assertThat(finding.get("channel").asString()).isEqualTo(channel.provider().channel()));
  }

  @ParameterizedTest
  @MethodSource("channels")
  void itHasASectionInTheDocs(MessagingChannel channel) {
    String heading = "## " + channel.provider().channel();
    assertThat(read(Path.of("docs/messaging.md")).lines().anyMatch(heading::equalsIgnoreCase))
        .as("docs/messaging.md has a section %s", heading)
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("channels")
  void itsMessengerIsHeldToTheContract(MessagingChannel channel) throws IOException {
    Path folder = Path.of("src/test/java/dev/sessionmanager/channel", channel.provider().channel());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.anyMatch(file -> read(file).contains("extends MessengerContract")))
          .as("a subclass of MessengerContract in %s", folder)
          .isTrue();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.sessionmanager.channel.chatwoot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** What Chatwoot's webhooks send, in src/test/resources/chatwoot. */
final class Payloads {

  private static final Path FOLDER = Path.of("src/test/resources/chatwoot");
  private static final JsonMapper JSON = new JsonMapper();

  private Payloads() {}

  static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(f -> f.getFileName().toString().replace(".json", "")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without a space between its tokens, as it is sent. */
  static String of(String name) {
    return JSON.readTree(FOLDER.resolve(name + ".json").toFile()).toString();
  }
}

package dev.sessionmanager;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Anthropic's client of npm. */
class AnthropicClientIT {

  @TestFactory
  List<DynamicTest> plays(@TempDir Path data) throws IOException {
    return NodeClients.playing("anthropic.mjs", data);
  }
}

package dev.sessionmanager;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** OpenAI's client of npm: Chat Completions through a model's server that does odd things. */
class OpenAiChatClientIT {

  @TestFactory
  List<DynamicTest> plays(@TempDir Path data) throws IOException {
    return NodeClients.playing("openai-chat.mjs", data);
  }
}

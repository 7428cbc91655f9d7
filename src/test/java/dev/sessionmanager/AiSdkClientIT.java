package dev.sessionmanager;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Vercel's AI SDK, as OpenAI-compatible and as OpenAI. */
class AiSdkClientIT {

  @TestFactory
  List<DynamicTest> plays(@TempDir Path data) throws IOException {
    return NodeClients.playing("ai-sdk.mjs", data);
  }
}

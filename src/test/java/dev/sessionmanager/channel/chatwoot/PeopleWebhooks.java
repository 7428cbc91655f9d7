package dev.sessionmanager.channel.chatwoot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The webhooks of src/test/resources/people, made after Chatwoot's own source. */
final class PeopleWebhooks {

  private static final JsonMapper JSON = new JsonMapper();

  private PeopleWebhooks() {}

  /** One of them, as if what it tells of had happened now: what is old is not answered. */
  static ObjectNode read(String name, Instant now) throws IOException {
    String file = Files.readString(Path.of("src/test/resources/people", name + ".json"));
    String happened =
        file.replace("1795909776", Long.toString(now.getEpochSecond()))
            .replaceAll(
                "2026-11-28T23:49:36\\.[0-9]+Z", now.truncatedTo(ChronoUnit.MILLIS).toString());
    return (ObjectNode) JSON.readTree(happened);
  }
}

package dev.sessionmanager.model;

import dev.sessionmanager.http.TestHttp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** Models with nothing connected, for tests elsewhere that bring their own answers. */
public class NoModels extends Models {

  protected NoModels() {
    super(
        TestHttp.http(),
        TestModels.settings("OLLAMA_URL", ""),
        Clock.systemUTC(),
        new SimpleMeterRegistry(),
        wait -> {},
        () -> 0L);
  }
}

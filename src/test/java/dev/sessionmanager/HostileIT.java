package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code bench/hostile}: each attack, on the started launcher. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "bench/ reads /proc")
class HostileIT {

  @TempDir private Path home;

  @Test
  void nobodyKnocksItOver() throws Exception {
    Path said = home.resolve("said");
    ProcessBuilder hostile = new ProcessBuilder("python3", "bench/hostile", "--short");
    hostile.environment().put("SESSION_MANAGER_JDKS", System.getProperty("java.home"));
    Process process = hostile.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      boolean ended = process.waitFor(8, TimeUnit.MINUTES);
      assertThat(ended).as("has ended: %s", Files.readString(said)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    } finally {
      process.destroy();
    }
  }
}

package dev.sessionmanager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Calls as the operator of a service makes them, with the token that its start has left. */
public final class Operator {

  private Operator() {}

  /** Where a service leaves the token. */
  public static Path file(Path data) {
    return data.resolve("operator.token");
  }

  public static String token(Path data) {
    try {
      return Files.readString(file(data)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The headers of a call: beside those given the operator's token, where only an administrator may
   * make the call, and the test does not say who makes it.
   */
  static String[] headers(Path data, String path, String... given) {
    boolean administers =
        (path.startsWith("/admin/") && !path.equals("/admin/clear-queue"))
            || path.equals("/metrics");
    boolean said =
        Arrays.stream(given).anyMatch(List.of("Authorization", Service.FORWARDED)::contains);
    return administers && !said
        ? Stream.concat(Arrays.stream(given), Stream.of("Authorization", "Bearer " + token(data)))
            .toArray(String[]::new)
        : given;
  }
}

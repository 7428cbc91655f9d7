import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Runs google-java-format over every Java file below the folders given: {@code check} names the
 * unformatted ones and ends with 1, {@code write} formats them. The build starts it in the
 * toolchain's JDK, because Maven's own JVM may be too old to parse the sources.
 */
class Format {
  public static void main(String[] args) throws IOException {
    List<String> arguments = new ArrayList<>();
    if (args[0].equals("write")) {
      arguments.add("--replace");
    } else {
      arguments.addAll(List.of("--dry-run", "--set-exit-if-changed"));
    }
    for (int i = 1; i < args.length; i++) {
      try (var files = Files.walk(Path.of(args[i]))) {
        files.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().forEach(arguments::add);
      }
    }
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    int code = formatter.run(System.out, System.err, arguments.toArray(String[]::new));
    if (code != 0) {
      System.err.println(
          "The files named above are not formatted. Format them with: "
              + "./mvnw prepare-package -DskipTests -Dformat=write");
    }
    System.exit(code);
  }
}

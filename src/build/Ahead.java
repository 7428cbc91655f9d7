import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Has Spring prepare the beans of the whole service at the build (ahead-of-time processing), and
 * puts the classes that come of it beside the service's own. The build starts it in the toolchain's
 * JDK, because Maven's own JVM may be too old to load the classes. Settings of whoever builds have
 * no say: another JVM looks at the classes, with an empty environment in an empty folder.
 */
class Ahead {
  public static void main(String[] args) throws IOException, InterruptedException {
    Path classes = Path.of(args[0]).toAbsolutePath();
    Path work = Path.of(args[1]).toAbsolutePath();
    prepare(work);
    if (Files.isDirectory(work.resolve("classes"))) { // there is none where nothing is proxied
      copy(work.resolve("classes"), classes);
    }
    System.exit(compile(work.resolve("sources"), classes));
  }

  /** Spring empties the three folders that it writes to. */
  private static void prepare(Path work) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    String classPath =
        validation(work) + File.pathSeparator + System.getProperty("java.class.path");
    command.addAll(List.of("-cp", classPath));
    command.add("org.springframework.boot.SpringApplicationAotProcessor");
    command.add("dev.sessionmanager.SessionManager");
    for (String folder : List.of("sources", "resources", "classes")) {
      command.add(work.resolve(folder).toString());
    }
    command.addAll(List.of("dev.sessionmanager", "session-manager"));
    Path home = Files.createDirectories(work.resolve("home"));
    Path said = work.resolve("log");
    ProcessBuilder processor = new ProcessBuilder(command).directory(home.toFile());
    processor.environment().keySet().retainAll(List.of("PATH", "SystemRoot", "TEMP", "TMP"));
    if (processor.redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor() != 0) {
      System.err.println(Files.readString(said));
      System.exit(1);
    }
  }

  /**
   * A folder that tells Spring's look at constraints to do without the expression language, which
   * the jar leaves out. It is on the class path of the build only: the service reads no such file.
   */
  private static Path validation(Path work) throws IOException {
    Path folder = work.resolve("validation");
    Path file = Files.createDirectories(folder.resolve("META-INF")).resolve("validation.xml");
    Files.writeString(
        file,
        """
        <validation-config xmlns="https://jakarta.ee/xml/ns/validation/configuration" version="3.0">
          <message-interpolator>org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator</message-interpolator>
        </validation-config>
        """);
    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static int compile(Path sources, Path classes) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-XDsuppressNotes"));
    arguments.addAll(
        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
    try (var files = Files.walk(sources)) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).sorted().forEach(arguments::add);
    }
    return ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(System.out, System.err, arguments.toArray(String[]::new));
  }
}

package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials in the jar names every library that is in it, and no other. */
class SbomIT {

  private static final Path JAR = Path.of("target/session-manager.jar");
  private static final String LIBRARIES = "BOOT-INF/lib/";
  private static final String SBOM = "META-INF/sbom/application.cdx.json";

  @Test
  void namesWhatIsInTheJar() throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      Set<String> packed =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
              .map(name -> name.substring(LIBRARIES.length(), name.length() - ".jar".length()))
              // Spring Boot's own addition, of the build's tools.
              .filter(name -> !name.startsWith("spring-boot-jarmode-tools"))
              .collect(Collectors.toCollection(TreeSet::new));
      JsonNode sbom;
      try (InputStream in = jar.getInputStream(jar.getEntry(SBOM))) {
        sbom = new JsonMapper().readTree(in);
      }
      assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
      assertThat(sbom.at("/metadata/component/name").asString()).isEqualTo("session-manager");
      Set<String> named =
          sbom.path("components")
              .valueStream()
              .map(one -> one.path("name").asString() + '-' + one.path("version").asString())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(packed).hasSizeGreaterThan(50);
      assertThat(named).containsAll(packed);
      assertThat(sbom.path("components").valueStream())
          .allSatisfy(one -> assertThat(one.path("purl").asString()).startsWith("pkg:maven/"));
      assertThat(named).noneMatch(name -> name.matches("(junit|assertj|archunit|mockito).*"));
    }
  }
}

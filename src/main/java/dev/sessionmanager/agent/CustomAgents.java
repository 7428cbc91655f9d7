package dev.sessionmanager.agent;

import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.AgentDirectory;
import dev.sessionmanager.gateway.OwnAgents;
import dev.sessionmanager.gateway.OwnAgents.OwnAgent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * The agents that people have made for themselves: what all of them are stands in {@code
 * agent/custom.md}, with a place for the name and one for the instructions. Any thread.
 */
final class CustomAgents implements AgentDirectory {

  private static final String FILE = "/agent/custom.md";

  private final OwnAgents kept;
  private final AgentServices means;
  private final SingletonSupplier<AgentFile> all = SingletonSupplier.of(CustomAgents::shipped);

  CustomAgents(OwnAgents kept, AgentServices means) {
    this.kept = kept;
    this.means = means;
  }

  @Override
  public @Nullable Agent find(String name) {
    return kept.find(name).map(this::agent).orElse(null);
  }

  /** None is everybody's. */
  @Override
  public Collection<Agent> agents() {
    return List.of();
  }

  @Override
  public Collection<Agent> of(String owner) {
    return kept.of(owner).stream().map(this::agent).toList();
  }

  private Agent agent(OwnAgent own) {
    AgentFile file = all.obtain();
    String prompt =
        file.prompt().replace("{name}", own.title()).replace("{instructions}", own.instructions());
    AgentFile mine = file.named(own.id(), own.title(), prompt);
    return new OwnedAgent(new PersonaAgent(mine, means), own.owner());
  }

  private static AgentFile shipped() {
    try (InputStream in = CustomAgents.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar.");
      }
      return AgentFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedFile e) {
      throw new IllegalStateException(FILE + ':' + e.line() + ": " + e.reason(), e);
    }
  }
}

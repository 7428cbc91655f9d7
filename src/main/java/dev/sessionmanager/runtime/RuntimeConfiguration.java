package dev.sessionmanager.runtime;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import tools.jackson.databind.json.JsonMapper;

/** The embedded runtime, where no other one is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(RuntimeInUse.Embedded.class)
class RuntimeConfiguration {

  @Bean
  Vfs vfs(VfsSettings settings) {
    return new Vfs(settings);
  }

  @Bean
  EmbeddedRuntime embeddedRuntime(
      ObjectProvider<Clock> clock,
      AgentHost host,
      Vfs vfs,
      OptimizerSettings optimizer,
      JsonMapper json,
      ObjectProvider<BuildProperties> build) {
    BuildProperties properties = build.getIfAvailable();
    return new EmbeddedRuntime(
        clock.getIfAvailable(Clock::systemUTC),
        host,
        new Orchestrator(vfs, optimizer.maxFiles()),
        json,
        properties == null ? null : properties.getVersion());
  }

  @Bean
  @Profile("!runtime")
  AgentHost nowhere() {
    return AgentHost.NOWHERE;
  }

  @Bean
  @Profile("runtime")
  AgentHost agentPorts(RuntimeServerSettings settings, Vfs vfs, JsonMapper json) {
    return new AgentPorts(settings, vfs, json);
  }
}

package dev.sessionmanager.embedded;

import dev.sessionmanager.model.Models;
import dev.sessionmanager.optimizer.OptimizerSettings;
import dev.sessionmanager.runtime.RuntimeInUse;
import dev.sessionmanager.tool.Tool;
import dev.sessionmanager.vfs.Vfs;
import dev.sessionmanager.vfs.VfsSettings;
import dev.sessionmanager.vfs.VfsTools;
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
class EmbeddedRuntimeConfiguration {

  @Bean
  Vfs vfs(VfsSettings settings) {
    return new Vfs(settings);
  }

  @Bean
  Tool fileListing(Vfs vfs) {
    return new VfsTools.Listing(vfs);
  }

  @Bean
  Tool fileReading(Vfs vfs) {
    return new VfsTools.Reading(vfs);
  }

  @Bean
  Gpt4 gpt4(Models models, Vfs vfs) {
    return new Gpt4(models, VfsTools.of(vfs));
  }

  @Bean
  EmbeddedRuntime embeddedRuntime(
      ObjectProvider<Clock> clock,
      AgentHost host,
      Vfs vfs,
      OptimizerSettings optimizer,
      Gpt4 gpt4,
      JsonMapper json,
      ObjectProvider<BuildProperties> build) {
    BuildProperties properties = build.getIfAvailable();
    return new EmbeddedRuntime(
        clock.getIfAvailable(Clock::systemUTC),
        host,
        new Orchestrator(vfs, optimizer.maxFiles(), gpt4),
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

package dev.sessionmanager.agent;

import dev.sessionmanager.economics.Economics;
import dev.sessionmanager.gateway.OwnAgents;
import dev.sessionmanager.knowledge.Library;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.tool.Tool;
import dev.sessionmanager.tool.ToolRegistry;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of agents that come and go: those of files, the connected models, and people's own. */
@Configuration(proxyBeanMethods = false)
class Personas {

  @Bean
  AgentServices agentServices(
      Models models,
      Library library,
      ObjectProvider<Tool> tools,
      DangerPath.Settings safety,
      HumanWanted humanWanted,
      MessageSource messages) {
    return new AgentServices(
        models,
        library,
        new ToolRegistry(tools, Map.of("economia", Economics::all)),
        new DangerPath(safety),
        humanWanted,
        messages);
  }

  @Bean
  AgentFiles agentFiles(AgentSettings settings, AgentServices means, Clock clock) {
    return new AgentFiles(settings, means, clock);
  }

  @Bean
  AgentDesk agentDesk(AgentFiles files, AgentSettings settings, AgentServices means, Clock clock) {
    return new AgentDesk(files, new AgentFolder(settings, clock), means);
  }

  /**
   * Reads the agent files while the port is being opened, so that the first caller does not wait
   * for them, and a broken file is named at the start. Not on a virtual thread: it may be unmounted
   * while it holds the lock of the jar file, and threads that load classes then block every
   * processor, for good.
   */
  @Bean
  SmartInitializingSingleton firstLook(AgentFiles files) {
    return () -> Thread.ofPlatform().daemon().name("agents-first-look").start(files::agents);
  }

  @Bean
  ModelAgents modelAgents(Models models) {
    return new ModelAgents(models);
  }

  @Bean
  CustomAgents customAgents(OwnAgents kept, AgentServices means) {
    return new CustomAgents(kept, means);
  }
}

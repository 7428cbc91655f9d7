package dev.sessionmanager.agent;

import dev.sessionmanager.knowledge.Library;
import dev.sessionmanager.model.Models;
import dev.sessionmanager.tool.Economics;
import dev.sessionmanager.tool.HumanWanted;
import dev.sessionmanager.tool.Tool;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The agents that come and go: of files, and the models. */
@Configuration(proxyBeanMethods = false)
class Personas {

  @Bean
  AgentFiles agentFiles(
      AgentSettings settings,
      Models models,
      Library library,
      ObjectProvider<Tool> tools,
      DangerPath.Settings safety,
      MessageSource messages,
      Clock clock) {
    Means means =
        new Means(
            models,
            library,
            new ToolBox(tools, Map.of("economia", Economics.all())),
            new DangerPath(safety),
            new HumanWanted()::in,
            messages);
    return new AgentFiles(settings, means, clock);
  }

  @Bean
  ModelAgents modelAgents(Models models) {
    return new ModelAgents(models);
  }
}

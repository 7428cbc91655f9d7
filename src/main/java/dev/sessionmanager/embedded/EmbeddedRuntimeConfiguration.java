package dev.sessionmanager.embedded;

import dev.sessionmanager.model.Models;
import dev.sessionmanager.optimizer.OptimizerSettings;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.runtime.RuntimeInUse;
import dev.sessionmanager.tool.Tool;
import dev.sessionmanager.vfs.Vfs;
import dev.sessionmanager.vfs.VfsSettings;
import dev.sessionmanager.vfs.VfsTools;
import java.time.Clock;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.BeanRegistry.SupplierContext;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import tools.jackson.databind.json.JsonMapper;

/** The embedded runtime, where no other one is configured. */
@Configuration(proxyBeanMethods = false)
@Import(EmbeddedRuntimeConfiguration.Parts.class)
class EmbeddedRuntimeConfiguration {

  /** Asked at each start: conditions are asked once, when the jar is built. */
  static final class Parts implements BeanRegistrar {

    @Override
    public void register(BeanRegistry beans, Environment environment) {
      if (RuntimeInUse.remote(environment)) {
        return;
      }
      beans.registerBean(
          "vfs", Vfs.class, bean -> bean.supplier(from -> new Vfs(from.bean(VfsSettings.class))));
      beans.registerBean(
          "fileListing",
          Tool.class,
          bean -> bean.supplier(from -> VfsTools.listing(from.bean(Vfs.class))));
      beans.registerBean(
          "fileReading",
          Tool.class,
          bean -> bean.supplier(from -> VfsTools.reading(from.bean(Vfs.class))));
      beans.registerBean("gpt4", Gpt4.class, bean -> bean.supplier(Parts::gpt4));
      beans.registerBean(
          "embeddedRuntime", EmbeddedRuntime.class, bean -> bean.supplier(Parts::runtime));
      boolean alone = environment.acceptsProfiles(Profiles.of("runtime"));
      beans.registerBean(
          alone ? "agentPorts" : "nowhere",
          AgentHost.class,
          bean -> bean.supplier(alone ? Parts::ports : from -> AgentHost.NOWHERE));
    }

    private static Gpt4 gpt4(SupplierContext beans) {
      return new Gpt4(beans.bean(Models.class), VfsTools.of(beans.bean(Vfs.class)));
    }

    private static EmbeddedRuntime runtime(SupplierContext beans) {
      BuildProperties build = beans.beanProvider(BuildProperties.class).getIfAvailable();
      return new EmbeddedRuntime(
          beans.beanProvider(Clock.class).getIfAvailable(Clock::systemUTC),
          beans.bean(AgentHost.class),
          new Orchestrator(
              beans.bean(Vfs.class),
              beans.bean(OptimizerSettings.class).maxFiles(),
              beans.bean(Gpt4.class)),
          beans.bean(JsonMapper.class),
          build == null ? null : build.getVersion());
    }

    private static AgentHost ports(SupplierContext beans) {
      return new AgentPorts(
          beans.bean(RuntimeServerSettings.class),
          beans.bean(Vfs.class),
          beans.bean(JsonMapper.class),
          beans.bean(FieldCheck.class));
    }
  }
}

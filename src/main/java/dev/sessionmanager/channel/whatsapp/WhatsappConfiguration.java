package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.messaging.WebhookLog;
import java.time.Clock;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.BeanRegistry.SupplierContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The parts of WhatsApp; what sends is there where EVOLUTION_API_URL is set. */
@Configuration(proxyBeanMethods = false)
@Import(WhatsappConfiguration.Sending.class)
class WhatsappConfiguration {

  @Bean
  MessageReader whatsappReader(
      EvolutionSettings settings, MessageSettings limits, MessageSource texts, Clock clock) {
    return new MessageReader(settings, limits, new Identities(settings), texts, clock);
  }

  /** Asked at each start: conditions are asked once, when the jar is built. */
  static final class Sending implements BeanRegistrar {

    @Override
    public void register(BeanRegistry beans, Environment environment) {
      if (StringUtils.hasText(environment.getProperty("evolution.url"))) {
        beans.registerBean(
            "evolutionClient", EvolutionClient.class, bean -> bean.supplier(Sending::client));
      }
    }

    private static EvolutionClient client(SupplierContext beans) {
      EvolutionSettings settings = beans.bean(EvolutionSettings.class);
      // Not the bean itself: it knows the gateway, which knows this one.
      ObjectProvider<EvolutionIntake> intake = beans.beanProvider(EvolutionIntake.class);
      return new EvolutionClient(
          beans.bean(OutboundHttp.class),
          settings,
          beans.bean(MessageReader.class),
          beans.bean(WebhookLog.class),
          ours -> intake.getObject().ours(ours),
          wrong -> intake.getObject().putAside(wrong),
          beans.bean(MessageSource.class),
          beans.bean(Clock.class));
    }
  }
}

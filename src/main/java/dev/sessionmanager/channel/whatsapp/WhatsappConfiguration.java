package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.messaging.WebhookLog;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** The parts of WhatsApp; what sends is there where EVOLUTION_API_URL is set. */
@Configuration(proxyBeanMethods = false)
class WhatsappConfiguration {

  @Bean
  MessageReader whatsappReader(EvolutionSettings settings, MessageSource texts, Clock clock) {
    return new MessageReader(settings, new Identities(settings), texts, clock);
  }

  @Bean
  @Conditional(Addressed.class)
  EvolutionClient evolutionClient(
      OutboundHttp http,
      EvolutionSettings settings,
      MessageReader reader,
      WebhookLog webhooks,
      ObjectProvider<EvolutionIntake> intake,
      MessageSource texts,
      Clock clock) {
    // Not the bean itself: it knows the gateway, which knows this one.
    return new EvolutionClient(
        http,
        settings,
        reader,
        webhooks,
        ours -> intake.getObject().ours(ours),
        wrong -> intake.getObject().putAside(wrong),
        texts,
        clock);
  }

  static final class Addressed implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return StringUtils.hasText(context.getEnvironment().getProperty("evolution.url"));
    }
  }
}

package dev.sessionmanager.channel.chatwoot;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Connects Chatwoot where its address is set, which is asked at each start. */
public final class ChatwootInUse implements BeanRegistrar {

  @Override
  public void register(BeanRegistry beans, Environment environment) {
    if (StringUtils.hasText(environment.getProperty("chatwoot.url"))) {
      beans.registerBean("chatwootClient", ChatwootClient.class);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(ChatwootInUse.class)
  static class Registered {}
}

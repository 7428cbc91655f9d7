package dev.sessionmanager.runtime;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.util.StringUtils;

/**
 * Which runtime answers: the one at {@code runtime.url}, or the embedded one where that is empty.
 * Asked at each start: conditions on classes would be asked once, when the jar is built.
 */
public final class RuntimeInUse implements BeanRegistrar {

  /** Whether the runtime is another process. */
  public static boolean remote(Environment environment) {
    return !environment.acceptsProfiles(Profiles.of("runtime"))
        && StringUtils.hasText(environment.getProperty("runtime.url"));
  }

  @Override
  public void register(BeanRegistry beans, Environment environment) {
    if (remote(environment)) {
      beans.registerBean("runtimeClient", RuntimeClient.class);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Import(RuntimeInUse.class)
  static class Registered {}
}

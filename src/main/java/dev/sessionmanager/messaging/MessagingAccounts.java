package dev.sessionmanager.messaging;

import java.util.List;

/**
 * The accounts at one messaging provider that are served, each with settings, credentials and a
 * state of its own: one bean a provider. A provider of which one account only can be served has a
 * {@link MessagingChannel} and a {@link Messenger} as beans instead.
 */
public interface MessagingAccounts {

  /**
   * Every account, each with another {@link MessagingProvider#account()}; one that is not connected
   * where there is none. The same objects at each call.
   */
  List<MessagingAccount> all();
}

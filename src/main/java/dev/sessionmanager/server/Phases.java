package dev.sessionmanager.server;

import org.springframework.context.SmartLifecycle;

/**
 * In which order parts of the service start, the lowest phase first; they stop the other way round.
 * Of {@link SmartLifecycle#getPhase}.
 */
public final class Phases {

  /** Turns that a killed process left behind get their places before any new message. */
  public static final int RESUMPTION = 0;

  /** Messages that wait in the file are answered, after the turns left behind. */
  public static final int INTAKE = 1;

  /** Replies are sent to messaging providers; stopped before the intake is. */
  public static final int DELIVERIES = 2;

  /** What customers wrote while the service was down is fetched, once it can be answered. */
  public static final int MISSED_MESSAGES = 3;

  /** Ports open and close: Spring Boot's web server has this phase. */
  public static final int PORTS = SmartLifecycle.DEFAULT_PHASE - 2048;

  /**
   * Open connections are let go, before their ports close: at the same time as Spring Boot's
   * graceful stop of the web server, so that both wait for their answers together.
   */
  public static final int CONNECTIONS = SmartLifecycle.DEFAULT_PHASE - 1024;

  private Phases() {}
}

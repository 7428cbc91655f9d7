package dev.sessionmanager.webhook;

import java.util.Locale;

/** Whom the operator's webhooks tell; each has an address of its own. */
public enum WebhookTarget {
  /** Who looks after the customers that want a human. */
  HANDOVER("HANDOVER_WEBHOOK"),
  /** Who looks after the service. */
  OPERATOR("OPERATOR_WEBHOOK");

  private final String setting;

  WebhookTarget(String setting) {
    this.setting = setting;
  }

  /** The variable of its address. */
  public String setting() {
    return setting;
  }

  /** How it is named in metrics: its name in lower case. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}

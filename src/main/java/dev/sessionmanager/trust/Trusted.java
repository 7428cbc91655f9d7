package dev.sessionmanager.trust;

/** What the address of a caller may be trusted for, each by a list of networks of its own. */
public enum Trusted {
  /** To talk with agents without a token ({@code GUEST_NETWORKS}). */
  GUEST,
  /** To deliver webhooks without a secret ({@code WEBHOOK_NETWORKS}). */
  WEBHOOK,
  /** To be the operator's machine ({@code OPERATOR_NETWORKS}). */
  OPERATOR
}

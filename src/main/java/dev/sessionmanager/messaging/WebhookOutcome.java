package dev.sessionmanager.messaging;

/** What became of a webhook, or of one of its messages; each is counted. */
public enum WebhookOutcome {
  /** A customer's message that was new. */
  RECEIVED,
  DUPLICATE,
  /** A customer's correction of what they wrote before. */
  CORRECTED,
  QUARANTINED,
  /** A sign of a human in the conversation: the bot is silent there. */
  SILENCED,
  /** A sign that the human is done: the bot goes on. */
  GIVEN_BACK,
  /** A greeting or the like that a program has sent on the business's side. */
  AUTOMATIC,
  /** An echo of a message that this service has sent. */
  ECHO,
  /** Nothing to answer or to note. */
  IGNORED,
  /** The webhook could not be known to come from the provider. */
  REFUSED,
  /** The same, of webhooks that come verified as well. */
  COPY
}

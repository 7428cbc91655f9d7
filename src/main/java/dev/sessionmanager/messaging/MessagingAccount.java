package dev.sessionmanager.messaging;

/**
 * One account at a messaging provider: how its webhooks are taken, and how is sent there.
 *
 * @param messenger not used where the account is not connected
 */
public record MessagingAccount(MessagingChannel channel, Messenger messenger) {}

package dev.sessionmanager.messaging;

/**
 * One account of a messaging channel, by which its conversations are found: their names begin with
 * the account's and a slash.
 *
 * @param name {@code ""} where the channel has no accounts: every conversation is its
 */
record Account(String channel, String name) {

  /** Behind every name of a conversation: no character is greater. */
  private static final String LAST = "\uDBFF\uDFFF";

  /** That of a messenger. */
  static Account of(Messenger messenger) {
    return of(messenger.provider());
  }

  static Account of(MessagingProvider provider) {
    return new Account(provider.channel(), provider.account());
  }

  /** That of a conversation, which has one. */
  static Account of(String channel, String conversation) {
    return new Account(
        channel, conversation.substring(0, Math.max(0, conversation.lastIndexOf('/'))));
  }

  /** Of a channel without accounts. */
  Account whole() {
    return new Account(channel, "");
  }

  /** The names of its conversations are not less. */
  String from() {
    return name.isEmpty() ? "" : name + '/';
  }

  /** The names of its conversations are less. */
  String to() {
    return name.isEmpty() ? LAST : name + (char) ('/' + 1);
  }

  /** As the operator reads it. */
  @Override
  public String toString() {
    return name.isEmpty() ? channel : channel + ' ' + name;
  }
}

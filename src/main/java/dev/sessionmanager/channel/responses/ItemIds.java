package dev.sessionmanager.channel.responses;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of a turn's response and of its items: what they are, the turn as clients know it, and
 * the item's place in what was asked ({@code i}) or answered ({@code o}): {@code
 * msg_1795249391000000-Jx0aPpVr1q2S3tUv_o0}.
 *
 * @param turn see {@link dev.sessionmanager.session.Seals}
 */
record ItemIds(String turn) {

  private static final String RESPONSE = "resp_";

  private static final Pattern ITEM =
      Pattern.compile("[a-z]{2,4}_(\\d{1,19}-[A-Za-z0-9_-]{16})_([io])(\\d{1,4})");

  /**
   * An item by its id.
   *
   * @param output whether it is of what was answered
   */
  record Item(String turn, boolean output, int index) {}

  String response() {
    return RESPONSE + turn;
  }

  /** The turn of a response's id; empty for any other text. */
  static Optional<String> turn(String id) {
    return id.startsWith(RESPONSE)
        ? Optional.of(id.substring(RESPONSE.length()))
        : Optional.empty();
  }

  String input(String type, int index) {
    return prefix(type) + turn + "_i" + index;
  }

  String output(String type, int index) {
    return prefix(type) + turn + "_o" + index;
  }

  /** The item of an id; empty for any other text. */
  static Optional<Item> item(String id) {
    Matcher item = ITEM.matcher(id);
    return item.matches()
        ? Optional.of(
            new Item(item.group(1), item.group(2).equals("o"), Integer.parseInt(item.group(3))))
        : Optional.empty();
  }

  /** OpenAI's. */
  private static String prefix(String type) {
    return switch (type) {
      case InputItems.CALL -> "fc_";
      case InputItems.OUTPUT -> "fco_";
      case InputItems.CUSTOM_CALL -> "ctc_";
      case InputItems.CUSTOM_OUTPUT -> "ctco_";
      case InputItems.REASONING -> "rs_";
      default -> "msg_";
    };
  }
}

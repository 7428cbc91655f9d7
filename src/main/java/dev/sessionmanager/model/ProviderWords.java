package dev.sessionmanager.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of a request, for whoever has made the request: without what is the
 * operator's own. Keys, addresses, names of hosts, paths of files, ids of accounts and of requests
 * are taken out, rather too much than too little, and the text is bounded. What it says of the
 * request's members, {@code messages.[0].content} say, stays. Any thread.
 */
final class ProviderWords {

  /** Characters; OpenAI's longest are half of it. */
  private static final int MAX = 600;

  private static final Pattern NAME = Pattern.compile("[\\w.\\[\\]$-]{1,100}");

  private static final String LEFT_OUT = "***";

  /** In this order: what holds another is looked for first. */
  private static final Pattern OWN =
      Pattern.compile(
          String.join(
              "|",
              // addresses, of web pages and of people
              "[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"'<>)\\]}]+",
              "[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+){1,20}",
              "(?i:bearer)\\s+(?=[\\w.~+/=-]*[\\d._~+/=-])[\\w.~+/=-]{6,}",
              // keys and ids by their prefix, masked ones too
              "\\b(?i:sk|pk|rk|gsk|xai|sm|hf|nvapi|r8|pplx|csk|fw)[-_][\\w*-]{4,}"
                  + "(?:\\.\\.\\.[\\w*-]+)?",
              "\\b(?i:org|proj)-[\\w*]{6,}",
              "\\bAIza[\\w-]{10,}",
              "\\b(?i:key|org|proj|project|acct|account|user|team|tenant|workspace|req|request|resp"
                  + "|chatcmpl|cmpl|file|asst|thread|run)[-_](?=[\\w-]*[\\d*])"
                  + "(?:[\\w-]{12,}|[\\w-]*\\*[\\w*-]*)",
              "\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*",
              // UUIDs, hashes and other chance
              "\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b",
              "\\b[0-9a-fA-F]{24,}\\b",
              "\\b(?=[A-Za-z0-9_-]*\\d)(?=[A-Za-z0-9_-]*[A-Z])(?=[A-Za-z0-9_-]*[a-z])"
                  + "[A-Za-z0-9_-]{32,}\\b",
              // IP addresses
              "\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?\\b",
              "\\[?(?<![\\w:])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?:%\\w+)?(?![\\w:])]?"
                  + "(?::\\d{1,5})?",
              // paths of files
              "(?<![\\w<.])[~.]{0,2}/[\\w.@+-]+(?:/[\\w.@+-]*){0,40}",
              "\\b[A-Za-z]:\\\\\\S+",
              "\\\\\\\\[\\w.-]+\\\\\\S*",
              // hosts with a port
              "(?<![\\w.-])[A-Za-z][A-Za-z0-9-]*(?:\\.[A-Za-z0-9-]+){0,20}:\\d{2,5}(?![\\w.])"));

  /** A name with dots in it; {@link #isHost} says whether it is a host's. */
  private static final Pattern DOTTED =
      Pattern.compile(
          "(?<![\\w.\\[\\]$-])(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\\.){1,20}[A-Za-z]{2,24}"
              + "(?![\\w-]|\\.[A-Za-z0-9_\\[])");

  /** How names of hosts end that have more than two letters there. */
  private static final Set<String> ENDINGS =
      Set.of(
          "com",
          "net",
          "org",
          "edu",
          "gov",
          "int",
          "info",
          "biz",
          "dev",
          "app",
          "cloud",
          "xyz",
          "tech",
          "online",
          "site",
          "local",
          "localhost",
          "localdomain",
          "internal",
          "intranet",
          "lan",
          "home",
          "corp",
          "private",
          "svc",
          "cluster",
          "test",
          "example",
          "invalid",
          "arpa");

  /** Members of requests, by which a name with dots is that of a member. */
  private static final Set<String> MEMBERS =
      Set.of(
          "messages",
          "message",
          "input",
          "content",
          "tools",
          "tool_choice",
          "tool_calls",
          "function",
          "functions",
          "parameters",
          "properties",
          "items",
          "response_format",
          "json_schema",
          "schema",
          "text",
          "image_url",
          "stream_options",
          "reasoning",
          "body",
          "data",
          "metadata",
          "audio",
          "prediction",
          "prompt",
          "system",
          "e",
          "i");

  private ProviderWords() {}

  /**
   * The words without what is the operator's own.
   *
   * @param key the one that the provider was called with
   */
  static String clean(String words, @Nullable String key) {
    return clean(words, key, null);
  }

  /**
   * As above.
   *
   * @param host the provider's, whatever it is called
   */
  static String clean(String words, @Nullable String key, @Nullable String host) {
    String text = key == null || key.isBlank() ? words : words.replace(key, LEFT_OUT);
    // Before patterns look at it: what is cut off here says nothing more.
    text = text.substring(0, Math.min(text.length(), 8 * MAX));
    text = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    text = OWN.matcher(text).replaceAll(LEFT_OUT);
    text = DOTTED.matcher(text).replaceAll(ProviderWords::host);
    if (host != null) {
      text = named(host).matcher(text).replaceAll(LEFT_OUT);
    }
    if (text.length() <= MAX) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX - 1)) ? MAX - 1 : MAX;
    return text.substring(0, end) + '…';
  }

  /** The name of a member or a code; null for anything else. */
  static @Nullable String name(String text) {
    return NAME.matcher(text).matches() && clean(text, null).equals(text) ? text : null;
  }

  private static Pattern named(String host) {
    return Pattern.compile(
        "(?<![\\w.-])" + Pattern.quote(host) + "(?![\\w-])", Pattern.CASE_INSENSITIVE);
  }

  private static String host(MatchResult name) {
    return isHost(name.group()) ? LEFT_OUT : Matcher.quoteReplacement(name.group());
  }

  private static boolean isHost(String name) {
    String[] labels = name.toLowerCase(Locale.ROOT).split("\\.", -1);
    String end = labels[labels.length - 1];
    if (MEMBERS.contains(labels[0]) || MEMBERS.contains(end)) {
      return false;
    }
    for (int i = 1; i < labels.length; i++) {
      if (labels[i].chars().allMatch(Character::isDigit)) {
        return false; // messages.0.id, or a version
      }
    }
    return end.length() == 2 || ENDINGS.contains(end);
  }
}

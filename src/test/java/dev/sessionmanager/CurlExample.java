package dev.sessionmanager;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A curl command of the documentation.
 *
 * @param body what it sends; empty for nothing
 */
record CurlExample(String command, String method, String path, String body) {

  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

  /** From {@code curl} to the end of the command, whose lines may be continued. */
  private static final Pattern COMMAND = Pattern.compile("curl ((?:[^\\n|\\\\]|\\\\\\n|\\\\.)+)");

  private static final Pattern WORD =
      Pattern.compile("(?:'[^']*'|\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s'\"])+");

  /** Those in the sh blocks of a Markdown text. */
  static List<CurlExample> in(String markdown) {
    List<CurlExample> examples = new ArrayList<>();
    Matcher block = BLOCK.matcher(markdown);
    while (block.find()) {
      Matcher command = COMMAND.matcher(block.group(1));
      while (command.find()) {
        examples.add(parse(command.group(1)));
      }
    }
    return examples;
  }

  private static CurlExample parse(String command) {
    List<String> words = words(command.replace("\\\n", " "));
    String method = null;
    String body = "";
    String url = null;
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-X" -> method = words.get(++i);
        case "-H", "-o", "-u", "-b", "-c", "--cacert" -> i++;
        case "-d", "--data-binary" -> body = words.get(++i);
        default -> {
          if (words.get(i).startsWith("http")) {
            url = words.get(i);
          } else if (!List.of("-s", "-i", "-N", "-f").contains(words.get(i))) {
            throw new AssertionError("not understood: " + words.get(i) + " in: curl " + command);
          }
        }
      }
    }
    if (url == null) {
      throw new AssertionError("no address in: curl " + command);
    }
    // A shell variable stands for one part of the path.
    String path = URI.create(url.replace('$', '_')).getPath();
    String implied = body.isEmpty() ? "GET" : "POST";
    return new CurlExample(command, method == null ? implied : method, path, body);
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group().replace("'", "").replaceAll("(?<!\\\\)^\"|\"$", ""));
    }
    return words;
  }
}

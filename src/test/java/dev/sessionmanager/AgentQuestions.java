package dev.sessionmanager;

import dev.sessionmanager.text.Folding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks an agent the questions of a file and counts what it says, no model being connected.
 *
 * <p>A file has one question a line: the question, a tab, what must be in the answer and, behind
 * another tab, what must not. Earlier turns of the same conversation stand before {@code " >> "};
 * parts that must all be there are joined by {@code " & "}, their alternatives by {@code |}; a line
 * that begins with {@code #} is a comment. Case and accents do not count.
 *
 * <p>By hand, with every answer that is not right: {@code java … dev.sessionmanager.AgentQuestions
 * royal questions.tsv}.
 */
final class AgentQuestions {

  /**
   * What became of the questions.
   *
   * @param wrong those that were answered with something else, with their answers
   * @param unknown those to which the agent said that it has no answer
   */
  record Score(int right, List<String> wrong, List<String> unknown) {

    @Override
    public String toString() {
      return "%d right, %d wrong, %d said not to be known%n%nWRONG:%n%s%n%nNOT KNOWN:%n%s"
          .formatted(
              right,
              wrong.size(),
              unknown.size(),
              String.join("\n\n", wrong),
              String.join("\n\n", unknown));
    }
  }

  private static final JsonMapper JSON = new JsonMapper();

  private final Service service;
  private final String agent;
  private int asked;

  AgentQuestions(Service service, String agent) {
    this.service = service;
    this.agent = agent;
  }

  Score score(String tsv) {
    int right = 0;
    List<String> wrong = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String line : tsv.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
      String[] columns = line.split("\t", -1);
      String said = "";
      JsonNode answer = JSON.createObjectNode();
      asked++;
      for (String turn : columns[0].split(" >> ", -1)) {
        answer = ask(turn);
        said = answer.at("/reply").asString("");
      }
      if (isRight(said, columns)) {
        right++;
      } else {
        boolean notice = answer.at("/meta/by").asString("").equals("notice");
        (notice ? unknown : wrong).add(line + "\n  -> " + said.replace("\n", "\n     "));
      }
    }
    return new Score(right, wrong, unknown);
  }

  private JsonNode ask(String text) {
    String body =
        JSON.createObjectNode()
            .put("message", text)
            .put("agent_id", agent)
            .put("session_id", agent + asked)
            .toString();
    return service.post("/chat", body).json();
  }

  private static boolean isRight(String answer, String[] columns) {
    String folded = Folding.plain(answer);
    return Arrays.stream(columns[1].split(" & ", -1)).allMatch(part -> hasOne(folded, part))
        && (columns.length < 3 || columns[2].isBlank() || !hasOne(folded, columns[2]));
  }

  private static boolean hasOne(String folded, String alternatives) {
    return Arrays.stream(alternatives.strip().split("\\|", -1))
        .anyMatch(one -> folded.contains(Folding.plain(one)));
  }

  /** Asks the questions of files: agent, file, agent, file. */
  public static void main(String[] arguments) throws IOException {
    StringBuilder report = new StringBuilder();
    try (Service service = Service.start()) {
      for (int i = 0; i + 1 < arguments.length; i += 2) {
        String tsv = Files.readString(Path.of(arguments[i + 1]), StandardCharsets.UTF_8);
        report
            .append(arguments[i])
            .append(": ")
            .append(new AgentQuestions(service, arguments[i]).score(tsv))
            .append("\n\n");
      }
    }
    System.out.println(report.toString().lines().collect(Collectors.joining("\n")));
  }
}

package dev.sessionmanager;

import dev.sessionmanager.Service.Answer;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user who talks in the web chat, by a token, and looks at what was said. */
final class Talker {

  private static final JsonMapper JSON = new JsonMapper();
  private static int count;

  private final Service service;
  private final String[] headers;
  private final String session;
  final String name;

  /** A user of their own, with a conversation of their own. */
  Talker(Service service) {
    this.service = service;
    this.name = "talker" + count++;
    this.session = "of " + name;
    String user = "{\"username\":\"%s\",\"password\":\"long enough\"}".formatted(name);
    if (service.post("/admin/users", user).status() != 201) {
      throw new AssertionError("the user was not made");
    }
    this.headers =
        new String[] {"Authorization", "Bearer " + service.token(name, "long enough", "chat")};
  }

  Answer call(String method, String path, String body) {
    return service.call(method, path, body, headers);
  }

  Answer get(String path) {
    return call("GET", path, "");
  }

  /** Says something; the answer's body. */
  Answer says(String message) {
    return call(
        "POST",
        "/chat",
        JSON.createObjectNode().put("session_id", session).put("message", message).toString());
  }

  /** The path of the conversation that was used last. */
  String conversation() {
    return "/conversations/" + get("/conversations").text("/data/conversations/0/id");
  }

  List<JsonNode> turns() {
    return get(conversation()).json().at("/data/turns").valueStream().toList();
  }

  List<String> questions() {
    return turns().stream().map(turn -> turn.path("question").asString()).toList();
  }

  /** The path of a turn, by its place among those that are shown. */
  String turn(int place) {
    return conversation() + "/turns/" + turns().get(place).path("id").asString();
  }
}

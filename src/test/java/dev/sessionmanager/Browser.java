package dev.sessionmanager;

import dev.sessionmanager.Service.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A browser as a service sees it: one cookie for all tabs, and the headers of a page of ours. */
final class Browser {

  private final Service service;
  private @Nullable String cookie;

  Browser(Service service) {
    this.service = service;
  }

  /** A tab of it; as a new one it has no session. */
  final class Tab {
    private String session = "new";

    /** Calls as a page of the service does. */
    Answer call(String method, String path, String body) {
      return take(service.call(method, path, body, headers(origin(), session)));
    }

    /** A session of its own for the tab. */
    Tab open() {
      session = call("POST", "/sessions", "").text("/data/session/id");
      return this;
    }

    String session() {
      return session;
    }

    void named(String id) {
      session = id;
    }
  }

  Tab logIn(String username, String password) {
    String body =
        "{\"username\":\"%s\",\"password\":\"%s\",\"cookie\":true}".formatted(username, password);
    Tab tab = new Tab();
    tab.session =
        take(service.post("/login", body, headers(origin(), null))).text("/data/session/id");
    return tab;
  }

  Tab tab() {
    return new Tab();
  }

  String origin() {
    return "http://localhost:" + service.port();
  }

  /** What the browser sends: its cookie, and these where they are not null. */
  String[] headers(@Nullable String origin, @Nullable String session) {
    List<String> headers = new ArrayList<>();
    add(headers, "Cookie", cookie);
    add(headers, "Origin", origin);
    add(headers, "X-Session-Id", session);
    return headers.toArray(String[]::new);
  }

  private static void add(List<String> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(name);
      headers.add(value);
    }
  }

  @Nullable String cookie() {
    return cookie;
  }

  private Answer take(Answer answer) {
    String set = answer.header("Set-Cookie");
    if (!set.isEmpty()) {
      String pair = set.substring(0, set.indexOf(';'));
      cookie = pair.endsWith("=") ? null : pair;
    }
    return answer;
  }
}

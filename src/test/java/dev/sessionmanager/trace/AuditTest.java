package dev.sessionmanager.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.ServiceProcess;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who did what, as the service writes it down: all of it, nothing else, and nothing forged. */
class AuditTest {

  private static Service service;
  private static int tcpPort;

  @RegisterExtension final AuditRecord audit = new AuditRecord();
  private final List<String> expected = new ArrayList<>();

  @BeforeAll
  static void start() {
    tcpPort = ServiceProcess.freePort();
    service = Service.start("ECOBOT_SOCKET_PORT=" + tcpPort, "sessions.keys-per-user-max=1");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** The call must write this line, with its trace id. */
  private Answer writes(Answer answer, String who, String what, String whom, String outcome) {
    expected.add(
        "who=%s from=127.0.0.1 channel=rest what=%s whom=%s outcome=%s trace_id=%s"
            .formatted(who, what, whom, outcome, answer.header("X-Trace-Id")));
    return answer;
  }

  private static String[] bearer(Answer login) {
    return new String[] {"Authorization", "Bearer " + login.text("/data/session/token")};
  }

  private static Answer patch(String name, String change) {
    return service.call("PATCH", "/admin/users/" + name, change);
  }

  private static Answer create(String name, String role) {
    return service.post(
        "/admin/users",
        "{\"username\":\"%s\",\"password\":\"a password\",\"role\":\"%s\"}".formatted(name, role));
  }

  @Test
  void hasAllThatIsDoneAndNothingThatIsSaid() {
    writes(create("ana", "USER"), "operator", "\"user.create role=USER\"", "ana", "done");
    writes(create("ana", "ADMIN"), "operator", "\"user.create role=ADMIN\"", "ana", "conflict");
    writes(service.login("ana", "not it"), "ana", "login", "ana", "bad_credentials");
    Answer login = writes(service.login("ana", "a password"), "ana", "login", "ana", "done");
    String[] ana = bearer(login);

    // A client that shows its password all the time: the first of its session alone.
    writes(service.communicate("ana", "a password"), "ana", "login", "ana", "done");
    service.communicate("ana", "a password");
    service.get("/sessions", ana);

    String passwords = "{\"current_password\":\"%s\",\"new_password\":\"another password\"}";
    writes(
        service.post("/password", passwords.formatted("not it"), ana),
        "ana",
        "password",
        "ana",
        "bad_credentials");
    Answer changed = service.post("/password", passwords.formatted("a password"), ana);
    writes(changed, "ana", "password", "ana", "done");
    writes(changed, "ana", "login", "ana", "done");
    ana = bearer(changed);

    Answer made = service.post("/keys", "{\"name\":\"my editor\"}", ana);
    String key = made.text("/data/key/id");
    writes(made, "ana", "key.make", key, "done");
    writes(
        service.post("/keys", "{\"name\":\"a second\"}", ana),
        "ana",
        "key.make",
        "\"a second\"",
        "quota_reached");
    writes(service.call("DELETE", "/keys/" + key, "", ana), "ana", "key.revoke", key, "done");
    writes(service.call("DELETE", "/keys/" + key, "", ana), "ana", "key.revoke", key, "not_found");

    Answer phone = service.login("ana", "another password");
    writes(phone, "ana", "login", "ana", "done");
    String id = phone.text("/data/session/id");
    writes(service.call("DELETE", "/sessions/" + id, "", ana), "ana", "session.end", id, "done");
    writes(
        service.call("DELETE", "/sessions", "", ana), "ana", "session.end_others", "ana", "done");
    String mine = changed.text("/data/session/id");
    writes(service.call("POST", "/logout", "", ana), "ana", "logout", mine, "done");
    assertThat(audit.lines()).containsExactlyElementsOf(expected);
    assertThat(audit.lines().toString())
        .doesNotContain("password,")
        .doesNotContain("hola", "not it");
  }

  @Test
  void hasWhatTheOperatorDoes() {
    writes(create("root", "ADMIN"), "operator", "\"user.create role=ADMIN\"", "root", "done");
    writes(create("leo", "USER"), "operator", "\"user.create role=USER\"", "leo", "done");
    Answer leo = writes(service.login("leo", "a password"), "leo", "login", "leo", "done");
    Answer root = writes(service.login("root", "a password"), "root", "login", "root", "done");

    String id = leo.text("/data/session/id");
    writes(
        service.call("DELETE", "/admin/sessions/" + id, "", bearer(root)),
        "root",
        "session.kill",
        id,
        "done");
    writes(
        service.call("DELETE", "/admin/sessions/" + id, ""),
        "operator",
        "session.kill",
        id,
        "not_found");

    writes(
        patch("leo", "{\"password\":\"given anew\",\"role\":\"ADMIN\",\"enabled\":true}"),
        "operator",
        "\"user.change password role=ADMIN enabled=true\"",
        "leo",
        "done");
    writes(
        patch("leo", "{\"enabled\":false}"),
        "operator",
        "\"user.change enabled=false\"",
        "leo",
        "done");
    writes(
        patch("root", "{\"role\":\"USER\"}"),
        "operator",
        "\"user.change role=USER\"",
        "root",
        "last_administrator");

    String held = "{\"channel\":\"chatwoot\",\"conversation\":\"1/7\",\"by\":\"Marta\"}";
    String conversation = "\"chatwoot 1/7\"";
    writes(
        service.post("/admin/handovers", held), "operator", "handover.begin", conversation, "done");
    service.post("/admin/handovers", held); // nothing new
    String path = "/admin/handovers?channel=chatwoot&conversation=1/7";
    writes(service.call("DELETE", path, ""), "operator", "handover.end", conversation, "done");
    service.call("DELETE", path, "");

    writes(
        service.call("POST", "/admin/deliveries/5/retry", ""),
        "operator",
        "delivery.retry",
        "5",
        "not_found");
    writes(
        service.call("DELETE", "/admin/deliveries/5", ""),
        "operator",
        "delivery.drop",
        "5",
        "not_found");
    writes(service.call("POST", "/admin/clear-queue", ""), "operator", "queue.clear", "-", "done");
    String url = "https://bot.example.org:8443/x";
    writes(
        service.post("/admin/setup/webhooks", "{\"url\":\"" + url + "\"}"),
        "operator",
        "webhooks.register",
        url,
        "done");
    assertThat(audit.lines()).containsExactlyElementsOf(expected);
  }

  @Test
  void hasWhoIsRefusedWhereOperatorsAre() {
    Answer login = writes(service.login("user_1", "1234"), "user_1", "login", "user_1", "done");
    String users = "\"GET /admin/users\"";
    writes(service.get("/admin/users", bearer(login)), "user_1", "operate", users, "forbidden");
    Answer stranger = service.get("/admin/users", "X-Forwarded-For", "192.0.2.9");
    writes(stranger, "-", "operate", users, "authentication_required");
    expected.addLast(expected.removeLast().replace("127.0.0.1", "192.0.2.9"));
    writes(
        service.call(
            "PATCH",
            "/admin/users/user_1",
            "{\"role\":\"ADMIN\"}",
            "Authorization",
            "Bearer sm-" + "A".repeat(43)),
        "-",
        "operate",
        "\"PATCH /admin/users/user_1\"",
        "bad_token");
    writes(
        service.get("/metrics", "Authorization", "Bearer x"),
        "-",
        "operate",
        "\"GET /metrics\"",
        "bad_token");
    service.get("/sessions"); // refused, but no operator's
    service.get("/vfs/files", "Authorization", "Bearer x");
    assertThat(audit.lines()).containsExactlyElementsOf(expected);
  }

  @Test
  void hasLoginsOverTcpAndThoseThatMustWait() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tcpPort);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < 6; i++) {
        say(socket, "/login user_2\nwrong\n");
      }
      say(socket, "/login user_1\n1234\nexit\n");
      assertThat(in.lines().toList()).isNotEmpty(); // until it closes
    }
    List<String> wrong = audit.lines().subList(0, 6);
    String told = "who=user_2 from=127.0.0.1 channel=tcp what=login whom=user_2 outcome=";
    assertThat(wrong.subList(0, 5)).allMatch(line -> line.startsWith(told + "bad_credentials"));
    assertThat(wrong.getLast()).startsWith(told + "too_many_logins");
    assertThat(audit.lines().getLast())
        .matches(
            "who=user_1 from=127.0.0.1 channel=tcp what=login whom=user_1 outcome=done"
                + " trace_id=[0-9a-f]{32}");
    assertThat(audit.lines()).hasSize(7);
  }

  private static void say(Socket socket, String text) throws Exception {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}

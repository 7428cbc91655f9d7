package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Logins;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.session.Ticket;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.NewPassword;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The caller's own sessions and password. */
@RestController
class SessionController {

  private static final String CHANNEL = "rest";

  private final Logins logins;
  private final Sessions sessions;
  private final BrowserTabs tabs;
  private final Users users;
  private final FieldCheck fields;
  private final MessageSource messages;

  SessionController(
      Logins logins,
      Sessions sessions,
      BrowserTabs tabs,
      Users users,
      FieldCheck fields,
      MessageSource messages) {
    this.logins = logins;
    this.sessions = sessions;
    this.tabs = tabs;
    this.users = users;
    this.fields = fields;
    this.messages = messages;
  }

  record MySession(
      String id,
      String channel,
      String device,
      String address,
      @JsonProperty("started_at") Instant startedAt,
      @JsonProperty("last_seen") Instant lastSeen,
      @JsonProperty("expires_at") Instant expiresAt,
      boolean current) {}

  /**
   * @param device what the tab is called in the list of sessions; null for the User-Agent
   */
  record NewTab(@Text(required = false, max = PasswordLogin.DEVICE_MAX) @Nullable String device) {}

  record PasswordChange(
      @JsonProperty("current_password") @Text String current,
      @JsonProperty("new_password") @Text @NewPassword String wanted) {

    /** Without the passwords, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "PasswordChange[]";
    }
  }

  @PostMapping("/login")
  Answer logIn(
      @RequestBody @Valid PasswordLogin login,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (login.stays()) {
      Session tab = tabs.logIn(login, caller, request, response);
      return Answer.of(messages, "logged_in", in(SessionTicket.of(tab), tab.user()));
    }
    Ticket ticket = login.open(logins, caller, CHANNEL);
    return Answer.of(messages, "logged_in", in(SessionTicket.of(ticket), ticket.session().user()));
  }

  static Map<String, Object> in(SessionTicket session, User user) {
    return Map.of(
        "session", session, "user", Map.of("username", user.username(), "role", user.role()));
  }

  /** A session for one more tab of a browser that is logged in. */
  @PostMapping("/sessions")
  Answer openTab(@RequestBody(required = false) @Valid @Nullable NewTab wanted, Caller caller) {
    Session tab = tabs.open(wanted == null ? null : wanted.device(), caller);
    return Answer.of(messages, "logged_in", in(SessionTicket.of(tab), tab.user()));
  }

  @PostMapping("/logout")
  Answer logOut(Caller caller, HttpServletRequest request, HttpServletResponse response) {
    Session session = caller.login();
    if (session.isTab()) {
      tabs.logOut(session, request, response);
      Audit.note(caller.actor(), "logout", session.id(), Audit.DONE);
    } else if (sessions.logOut(session.user(), session.id())) {
      Audit.note(caller.actor(), "logout", session.id(), Audit.DONE);
    }
    return Answer.of(messages, "logged_out", Map.of());
  }

  @GetMapping("/sessions")
  Answer list(Caller caller) {
    Session current = caller.login();
    List<MySession> mine =
        sessions.of(current.user()).stream()
            .map(s ->
                new MySession(
                    s.id(),
                    s.channel(),
                    s.device(),
                    s.address(),
                    s.startedAt(),
                    s.lastSeen(),
                    s.expiresAt(),
                    s.id().equals(current.id())))
            .toList();
    return Answer.of(messages, "ok", Map.of("sessions", mine));
  }

  @DeleteMapping("/sessions/{id}")
  Answer end(@PathVariable String id, Caller caller) {
    User user = caller.login().user();
    Audit.note(
        caller.actor(),
        "session.end",
        id,
        () -> {
          if (!sessions.logOut(user, id)) {
            throw new Problem(Kind.NOT_FOUND);
          }
          return id;
        });
    return Answer.of(messages, "session_ended", Map.of());
  }

  /** Ends all the caller's sessions but the one that asks. */
  @DeleteMapping("/sessions")
  Answer endOthers(Caller caller) {
    int ended =
        Audit.note(
            caller.actor(),
            "session.end_others",
            caller.login().user().username(),
            () -> sessions.logOutOthers(caller.login()));
    return Answer.of(messages, "sessions_ended", Map.of("ended", ended));
  }

  /** A new password for the caller; every session ends and the caller gets a new one. */
  @PostMapping("/password")
  Answer changePassword(
      @RequestBody PasswordChange change,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    User user = caller.login().user();
    boolean tab = caller.login().isTab();
    fields.check(change); // not @Valid: who has no session learns of that first
    String name = user.username();
    Users.requireNoName(name, change.wanted(), "new_password");
    logins.check(name, change.current(), caller, CHANNEL, "password");
    Audit.note(
        caller.actor(),
        "password",
        name,
        () -> users.change(name, new Users.Change(change.wanted(), null, null)));
    PasswordLogin again = new PasswordLogin(name, change.wanted(), caller.login().device(), tab);
    SessionTicket session =
        tab
            ? SessionTicket.of(tabs.logIn(again, caller, request, response))
            : SessionTicket.of(again.open(logins, caller, CHANNEL));
    return Answer.of(messages, "password_changed", Map.of("session", session));
  }
}

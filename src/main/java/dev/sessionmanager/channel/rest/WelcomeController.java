package dev.sessionmanager.channel.rest;

import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Logins;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.NewPassword;
import dev.sessionmanager.user.PasswordLinks;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * People who come with a link that an administrator has made for them, and choose a password. The
 * token is in the body, so that it stands in no log of a proxy.
 */
@RestController
class WelcomeController {

  private static final String CHANNEL = "rest";

  /** Characters of a token, and some more: a link may be copied with what stands around it. */
  private static final int TOKEN_MAX = 200;

  private final PasswordLinks links;
  private final Logins logins;
  private final BrowserTabs tabs;
  private final MessageSource messages;

  WelcomeController(PasswordLinks links, Logins logins, BrowserTabs tabs, MessageSource messages) {
    this.links = links;
    this.logins = logins;
    this.tabs = tabs;
    this.messages = messages;
  }

  record Look(@Text(max = TOKEN_MAX) String token) {

    /** Without the token, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "Look[]";
    }
  }

  /** The link, and what is chosen; the rest as in {@link PasswordLogin}. */
  record Choice(
      @Text(max = TOKEN_MAX) String token,
      @NewPassword(required = true) String password,
      @Text(required = false, max = PasswordLogin.DEVICE_MAX) @Nullable String device,
      @JsonMember(Boolean.class) @Nullable Object cookie) {

    PasswordLogin login(String username) {
      return new PasswordLogin(username, password, device, cookie);
    }

    /** Without token and password, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "Choice[]";
    }
  }

  /** Whose password the link is to choose. */
  @PostMapping("/welcome/look")
  Answer look(@RequestBody @Valid Look look) {
    PasswordLinks.Opened opened = opened(look.token());
    return Answer.of(
        messages,
        "ok",
        Map.of("username", opened.user().username(), "expires_at", opened.expiresAt()));
  }

  /** Chooses the password, uses the link up, and logs in. */
  @PostMapping("/welcome")
  Answer choose(
      @RequestBody @Valid Choice choice,
      Caller caller,
      HttpServletRequest request,
      HttpServletResponse response) {
    User user = opened(choice.token()).user();
    Users.requireNoName(user.username(), choice.password(), "password");
    PasswordLogin login = choice.login(user.username());
    if (login.stays()) {
      tabs.requireOurPage(request);
    }
    Audit.note(
        caller.actor(CHANNEL).named(user.username()),
        "password",
        user.username(),
        () ->
            links
                .use(choice.token().strip(), choice.password())
                .orElseThrow(() -> new Problem(Kind.NOT_FOUND)));
    SessionTicket ticket;
    if (login.stays()) {
      Session tab = tabs.logIn(login, caller, request, response);
      ticket = SessionTicket.of(tab);
    } else {
      ticket = SessionTicket.of(login.open(logins, caller, CHANNEL));
    }
    return Answer.of(messages, "logged_in", SessionController.in(ticket, user));
  }

  private PasswordLinks.Opened opened(String token) {
    return links.find(token.strip()).orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }
}

package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.PageLimit;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.text.SecretToken;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.NewPassword;
import dev.sessionmanager.user.PasswordLinks;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.UserSearch;
import dev.sessionmanager.user.Users;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Users, for an administrator: list, create, disable, enable, give a role, reset a password. */
@RestController
class UserController {

  /** The page on which people choose a password. */
  private static final String WELCOME = "/app/#welcome=";

  private final Users users;
  private final UserSearch search;
  private final PasswordLinks links;
  private final Storage storage;
  private final FieldCheck fields;

  UserController(
      Users users, UserSearch search, PasswordLinks links, Storage storage, FieldCheck fields) {
    this.users = users;
    this.search = search;
    this.links = links;
    this.storage = storage;
    this.fields = fields;
  }

  record UserView(
      String id,
      String username,
      User.Role role,
      boolean enabled,
      @JsonProperty("preset_password") boolean presetPassword,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("storage_bytes") long storageBytes,
      @JsonProperty("input_tokens") long inputTokens,
      @JsonProperty("output_tokens") long outputTokens,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LinkView link) {}

  /**
   * A link by which a user chooses a password.
   *
   * @param token what opens it, shown this once
   * @param path of the page that takes it; behind the {@code #}, which browsers send to nobody
   */
  record LinkView(String token, String path, @JsonProperty("expires_at") Instant expiresAt) {

    static LinkView of(PasswordLinks.Link link) {
      return new LinkView(link.token(), WELCOME + link.token(), link.expiresAt());
    }

    /** Without the token, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "LinkView[" + expiresAt + ']';
    }
  }

  private UserView view(User user) {
    return view(user, null);
  }

  private UserView view(User user, @Nullable LinkView link) {
    Storage.Taken taken = storage.ofUser(user.id());
    return new UserView(
        user.id(),
        user.username(),
        user.role(),
        user.enabled(),
        user.presetPassword(),
        user.createdAt(),
        taken.bytes(),
        taken.inputTokens(),
        taken.outputTokens(),
        link);
  }

  /**
   * @param password null for a user who chooses it by a link
   */
  record NewUser(
      @NotNull(message = "username") @Pattern(regexp = Users.NAME, message = "username")
          String username,
      @NewPassword @Nullable String password,
      User.@Nullable Role role) {

    /** Without the password, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "NewUser[" + username + ']';
    }
  }

  record UserChange(
      @Nullable Boolean enabled, User.@Nullable Role role, @NewPassword @Nullable String password) {

    /** Without the password, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "UserChange[]";
    }
  }

  /** A page, and how many there are on all; {@code next} is the {@code after} of the following. */
  @GetMapping("/admin/users")
  Map<String, @Nullable Object> list(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "100") int limit) {
    fields.check(new PageLimit(limit));
    UserSearch.Found found = search.find(q, after, limit);
    List<User> page = found.users();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("users", page.stream().map(this::view).toList());
    body.put("count", found.count());
    body.put("next", page.size() < limit ? null : page.getLast().username());
    return body;
  }

  @PostMapping("/admin/users")
  ResponseEntity<UserView> create(@RequestBody @Valid NewUser wanted, Caller caller) {
    User.Role role = wanted.role() == null ? User.Role.USER : wanted.role();
    boolean chooses = wanted.password() == null;
    String password = wanted.password() == null ? SecretToken.fresh() : wanted.password();
    Users.requireNoName(wanted.username(), password, "password");
    User user =
        Audit.note(
            caller.operator(),
            "user.create role=" + role,
            wanted.username(),
            () ->
                users
                    .create(wanted.username(), password, role)
                    .orElseThrow(() -> new Problem(Kind.CONFLICT)));
    LinkView link = chooses ? link(user, caller) : null;
    return ResponseEntity.status(HttpStatus.CREATED).body(view(user, link));
  }

  private LinkView link(User user, Caller caller) {
    return LinkView.of(
        Audit.note(caller.operator(), "user.link", user.username(), () -> links.make(user)));
  }

  /** A link by which a user chooses a new password; the old one is good until then. */
  @PostMapping("/admin/users/{username}/link")
  Map<String, Object> link(@PathVariable String username, Caller caller) {
    User user = users.find(username).orElseThrow(() -> new Problem(Kind.NOT_FOUND));
    return Map.of("link", link(user, caller));
  }

  /** Changes what is given; every change ends the user's sessions, everywhere and at once. */
  @PatchMapping("/admin/users/{username}")
  UserView change(
      @PathVariable String username, @RequestBody @Valid UserChange wanted, Caller caller) {
    Users.Change change = new Users.Change(wanted.password(), wanted.role(), wanted.enabled());
    if (wanted.password() != null) {
      Users.requireNoName(username, wanted.password(), "password");
    }
    User user =
        Audit.note(
            caller.operator(),
            "user.change" + change,
            username,
            () -> users.change(username, change).orElseThrow(() -> new Problem(Kind.NOT_FOUND)));
    return view(user);
  }
}

package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.PageLimit;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.NewPassword;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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

  private final Users users;
  private final Storage storage;
  private final FieldCheck fields;

  UserController(Users users, Storage storage, FieldCheck fields) {
    this.users = users;
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
      @JsonProperty("output_tokens") long outputTokens) {}

  private UserView view(User user) {
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
        taken.outputTokens());
  }

  record NewUser(
      @NotNull(message = "username") @Pattern(regexp = Users.NAME, message = "username")
          String username,
      @NewPassword(required = true) String password,
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

  @GetMapping("/admin/users")
  Map<String, Object> list(
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "100") int limit) {
    fields.check(new PageLimit(limit));
    List<UserView> page = users.list(after, limit).stream().map(this::view).toList();
    return Map.of("users", page);
  }

  @PostMapping("/admin/users")
  ResponseEntity<UserView> create(@RequestBody @Valid NewUser wanted, Caller caller) {
    User.Role role = wanted.role() == null ? User.Role.USER : wanted.role();
    Users.requireNoName(wanted.username(), wanted.password(), "password");
    User user =
        Audit.note(
            caller.operator(),
            "user.create role=" + role,
            wanted.username(),
            () ->
                users
                    .create(wanted.username(), wanted.password(), role)
                    .orElseThrow(() -> new Problem(Kind.CONFLICT)));
    return ResponseEntity.status(HttpStatus.CREATED).body(view(user));
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

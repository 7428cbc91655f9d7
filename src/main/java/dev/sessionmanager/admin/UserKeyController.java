package dev.sessionmanager.admin;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.ApiKeys;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.KeyChange;
import dev.sessionmanager.session.KeyView;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import jakarta.validation.Valid;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The API keys of a user, for an administrator: list them, say whom they may ask, and how much. */
@RestController
class UserKeyController {

  private final Users users;
  private final ApiKeys keys;
  private final KeyPermissions permissions;

  UserKeyController(Users users, ApiKeys keys, KeyPermissions permissions) {
    this.users = users;
    this.keys = keys;
    this.permissions = permissions;
  }

  private User user(String username) {
    return users.find(username).orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }

  @GetMapping("/admin/users/{username}/keys")
  Map<String, Object> list(@PathVariable String username) {
    return Map.of("keys", keys.of(user(username)).stream().map(KeyView::of).toList());
  }

  /** Changes what is given. */
  @PatchMapping("/admin/users/{username}/keys/{id}")
  KeyView change(
      @PathVariable String username,
      @PathVariable String id,
      @RequestBody @Valid KeyChange wanted,
      Caller caller) {
    return KeyView.of(permissions.change(user(username), id, wanted, caller.operator()));
  }
}

package dev.sessionmanager.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.PageLimit;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.ApiKeys;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.KeyChange;
import dev.sessionmanager.session.KeyView;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.SessionSearch;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import jakarta.validation.Valid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The API keys of a user, for an administrator: list them, say whom they may ask, and how much. */
@RestController
class UserKeyController {

  private final Users users;
  private final ApiKeys keys;
  private final KeyPermissions permissions;
  private final SessionSearch search;
  private final FieldCheck fields;

  UserKeyController(
      Users users,
      ApiKeys keys,
      KeyPermissions permissions,
      SessionSearch search,
      FieldCheck fields) {
    this.search = search;
    this.fields = fields;
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

  /** A key, and whose it is. */
  record UsersKey(String username, @JsonUnwrapped KeyView key) {}

  /**
   * Everybody's; a page, and how many there are on all. {@code next} is the {@code after} of the
   * following.
   */
  @GetMapping("/admin/keys")
  Map<String, @Nullable Object> all(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "100") int limit) {
    fields.check(new PageLimit(limit));
    SessionSearch.Found found = search.find(q, Session.KEY, after, limit);
    List<Session> page = found.sessions();
    Map<String, Session> owners =
        page.stream().collect(Collectors.toMap(Session::id, Function.identity()));
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(
        "keys",
        keys.of(page).stream()
            .map(key ->
                new UsersKey(
                    Objects.requireNonNull(owners.get(key.id())).user().username(),
                    KeyView.of(key)))
            .toList());
    body.put("count", found.count());
    body.put("next", found.next());
    return body;
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

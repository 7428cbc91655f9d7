package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.ApiKeys;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.User;
import jakarta.validation.Valid;
import java.time.Duration;
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

/** The caller's own API keys. */
@RestController
class ApiKeyController {

  /** Characters of a key's name, which only its owner reads. */
  private static final int NAME_MAX = 100;

  /** Ten years: who means longer means for ever. */
  private static final int DAYS_MAX = 3650;

  private final ApiKeys keys;
  private final MessageSource messages;

  ApiKeyController(ApiKeys keys, MessageSource messages) {
    this.keys = keys;
    this.messages = messages;
  }

  /**
   * @param days how long it is good; null for ever
   */
  record NewKey(
      @Text(max = NAME_MAX) String name,
      @JsonProperty("expires_in_days")
          @JsonMember(
              value = Number.class,
              whole = true,
              min = 1,
              max = DAYS_MAX,
              otherwise = "key_days")
          @Nullable Object days) {}

  /**
   * @param key the secret; only in the answer to the call that made it
   * @param expiresAt null for never
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record KeyView(
      String id,
      String name,
      @Nullable String key,
      String hint,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("last_seen") Instant lastSeen,
      @JsonProperty("expires_at") @Nullable Instant expiresAt) {

    static KeyView of(ApiKeys.Key key, @Nullable String secret) {
      return new KeyView(
          key.id(),
          key.name(),
          secret,
          key.hint(),
          key.createdAt(),
          key.lastSeen(),
          key.expiresAt());
    }

    /** Without the secret, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "KeyView[" + id + ']';
    }
  }

  @PostMapping("/keys")
  Answer make(@RequestBody @Valid NewKey wanted, Caller caller) {
    Duration lasts =
        wanted.days() instanceof Number days ? Duration.ofDays(days.longValue()) : null;
    ApiKeys.Made made =
        Audit.failures(
            caller.actor(),
            "key.make",
            wanted.name(),
            () ->
                keys.make(caller.login().user(), wanted.name().strip(), caller.address(), lasts)
                    .orElseThrow(
                        () -> new Problem(Kind.QUOTA_REACHED).setting("API_KEYS_PER_USER_MAX")));
    Audit.note(caller.actor(), "key.make", made.key().id(), Audit.DONE);
    return Answer.of(messages, "key_made", Map.of("key", KeyView.of(made.key(), made.secret())));
  }

  @GetMapping("/keys")
  Answer list(Caller caller) {
    List<KeyView> mine =
        keys.of(caller.login().user()).stream().map(k -> KeyView.of(k, null)).toList();
    return Answer.of(messages, "ok", Map.of("keys", mine));
  }

  @DeleteMapping("/keys/{id}")
  Answer revoke(@PathVariable String id, Caller caller) {
    User user = caller.login().user();
    Audit.note(
        caller.actor(),
        "key.revoke",
        id,
        () -> {
          if (!keys.revoke(user, id)) {
            throw new Problem(Kind.NOT_FOUND);
          }
          return id;
        });
    return Answer.of(messages, "key_revoked", Map.of());
  }
}

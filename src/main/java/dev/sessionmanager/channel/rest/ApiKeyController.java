package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.AgentNames;
import dev.sessionmanager.session.ApiKeys;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.KeyChange;
import dev.sessionmanager.session.KeyLimits;
import dev.sessionmanager.session.KeyView;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.User;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
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
          @Nullable Object days,
      @AgentNames @Nullable Object agents,
      @JsonProperty("at_once")
          @JsonMember(
              value = Number.class,
              whole = true,
              min = 1,
              max = KeyLimits.AT_ONCE_MAX,
              otherwise = "key_at_once")
          @Nullable Object atOnce,
      @JsonProperty("per_minute")
          @JsonMember(
              value = Number.class,
              whole = true,
              min = 1,
              max = KeyLimits.PER_MINUTE_MAX,
              otherwise = "key_per_minute")
          @Nullable Object perMinute,
      @JsonMember(Boolean.class) @Nullable Object persons) {

    KeyLimits limits() {
      return KeyLimits.read(atOnce, perMinute, persons);
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
                keys.make(
                        caller.login().user(),
                        wanted.name().strip(),
                        caller.address(),
                        lasts,
                        AgentNames.Rule.read(wanted.agents()),
                        wanted.limits())
                    .orElseThrow(
                        () -> new Problem(Kind.QUOTA_REACHED).setting("API_KEYS_PER_USER_MAX")));
    Audit.note(caller.actor(), "key.make", made.key().id(), Audit.DONE);
    return Answer.of(messages, "key_made", Map.of("key", KeyView.of(made.key(), made.secret())));
  }

  @GetMapping("/keys")
  Answer list(Caller caller) {
    List<KeyView> mine = keys.of(caller.login().user()).stream().map(KeyView::of).toList();
    return Answer.of(messages, "ok", Map.of("keys", mine));
  }

  /** Changes what is given. */
  @PatchMapping("/keys/{id}")
  Answer change(@PathVariable String id, @RequestBody @Valid KeyChange wanted, Caller caller) {
    User user = caller.login().user();
    ApiKeys.Key key =
        Audit.note(
            caller.actor(),
            "key.change",
            id,
            () -> keys.change(user, id, wanted).orElseThrow(() -> new Problem(Kind.NOT_FOUND)));
    return Answer.of(messages, "ok", Map.of("key", KeyView.of(key)));
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

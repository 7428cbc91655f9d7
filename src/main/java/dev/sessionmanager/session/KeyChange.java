package dev.sessionmanager.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.JsonMember;
import org.jspecify.annotations.Nullable;

/** What a request changes of an API key; what it does not say stays. */
public record KeyChange(
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

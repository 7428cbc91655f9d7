package dev.sessionmanager.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header by which a client of an API of models would send the same request again, to be
 * checked: see {@link Inbound#id}.
 */
public record IdempotencyKey(
    @JsonProperty("Idempotency-Key")
        @Pattern(regexp = "[\\x21-\\x7e][\\x20-\\x7e]{0,199}", message = "openai.id")
        @Nullable String id) {}

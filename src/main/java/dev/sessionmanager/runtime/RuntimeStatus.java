package dev.sessionmanager.runtime;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The answer of {@code GET /api/status}; {@code status} is {@code ok} or {@code error}. */
public record RuntimeStatus(
    String status,
    @Nullable String version,
    @JsonProperty("app_name") @Nullable String appName,
    @JsonProperty("debug_mode") boolean debugMode,
    @JsonProperty("active_agents_count") int activeAgents,
    int port,
    @JsonProperty("agent_port_range") @Nullable String agentPorts,
    @Nullable String error) {}

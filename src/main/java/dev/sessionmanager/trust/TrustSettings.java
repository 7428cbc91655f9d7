package dev.sessionmanager.trust;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param guestNetworks networks whose callers may chat without a token ({@code GUEST_NETWORKS}), in
 *     CIDR
 * @param webhookNetworks networks that may deliver webhooks without a secret ({@code
 *     WEBHOOK_NETWORKS}), in CIDR
 * @param operatorNetworks where the operator's token counts ({@code OPERATOR_NETWORKS}), in CIDR
 * @param operatorTokenFile where that token is written at each start ({@code
 *     trust.operator-token-file})
 * @param forwardedFrom proxies whose forwarding headers count ({@code FORWARDED_FROM}), in CIDR
 * @param allowedHosts names, beside loopback, by which callers of trusted networks may address the
 *     service ({@code ALLOWED_HOSTS})
 * @param corsAllowedOrigins web origins that may call with a token ({@code CORS_ALLOWED_ORIGINS})
 */
@ConfigurationProperties("trust")
record TrustSettings(
    List<String> guestNetworks,
    List<String> webhookNetworks,
    List<String> operatorNetworks,
    Path operatorTokenFile,
    List<String> forwardedFrom,
    List<String> allowedHosts,
    List<String> corsAllowedOrigins) {}

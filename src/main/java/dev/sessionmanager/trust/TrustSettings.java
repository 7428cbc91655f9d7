package dev.sessionmanager.trust;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param networks networks whose callers need no token ({@code TRUSTED_NETWORKS}), in CIDR
 * @param forwardedFrom proxies whose forwarding headers count ({@code FORWARDED_FROM}), in CIDR
 * @param allowedHosts names, beside loopback, by which callers of trusted networks may address the
 *     service ({@code ALLOWED_HOSTS})
 * @param corsAllowedOrigins web origins that may call with a token ({@code CORS_ALLOWED_ORIGINS})
 */
@ConfigurationProperties("trust")
record TrustSettings(
    List<String> networks,
    List<String> forwardedFrom,
    List<String> allowedHosts,
    List<String> corsAllowedOrigins) {}

package dev.sessionmanager.session;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param forwardedFrom proxies whose forwarding headers count ({@code FORWARDED_FROM}), in CIDR
 * @param allowedHosts names, beside loopback, by which callers of trusted networks may address the
 *     service ({@code ALLOWED_HOSTS})
 * @param corsAllowedOrigins web origins that may call with a token ({@code CORS_ALLOWED_ORIGINS})
 */
@ConfigurationProperties("web")
record TrustSettings(
    List<String> forwardedFrom, List<String> allowedHosts, List<String> corsAllowedOrigins) {}

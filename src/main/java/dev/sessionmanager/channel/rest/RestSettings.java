package dev.sessionmanager.channel.rest;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param defaultAgent who answers in a conversation for which nobody was chosen ({@code
 *     DEFAULT_AGENT})
 */
@ConfigurationProperties("rest")
record RestSettings(String defaultAgent) {}

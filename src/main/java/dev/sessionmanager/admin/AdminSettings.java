package dev.sessionmanager.admin;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param appName what the service calls itself ({@code APP_NAME})
 */
@ConfigurationProperties("admin")
record AdminSettings(String appName) {}

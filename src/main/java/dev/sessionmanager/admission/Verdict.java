package dev.sessionmanager.admission;

import java.time.Duration;

/**
 * Why a message is refused now.
 *
 * @param limit the setting whose bound was hit, by its environment name
 * @param personal whether the bound holds for one person; else for all people together
 * @param retryAfter how long the person should wait before sending the message again
 */
public record Verdict(String limit, boolean personal, Duration retryAfter)
    implements WorkQueue.Entry {}

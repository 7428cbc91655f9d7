package dev.sessionmanager.admission;

import java.time.Duration;

/**
 * Why a message may not come in now.
 *
 * @param limit the setting whose bound was hit, by its environment name
 * @param personal the bound is one person's; else everybody's
 * @param retryAfter when to try again
 */
public record Verdict(String limit, boolean personal, Duration retryAfter)
    implements WorkQueue.Entry {}

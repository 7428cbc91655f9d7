package dev.sessionmanager.admission;

/**
 * The settings that bound the queue.
 *
 * @param waiting {@code admission.queue-max}
 * @param running {@code MAX_IN_FLIGHT}
 * @param runningPerUser {@code PER_USER_MAX}
 */
public record QueueLimits(int waiting, int running, int runningPerUser) {}

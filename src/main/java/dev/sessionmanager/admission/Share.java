package dev.sessionmanager.admission;

/**
 * Somebody, or something, whose messages are limited together; {@link WorkQueue} makes them.
 *
 * @param who by a name that no other has
 * @param running messages being answered at once
 * @param waiting messages that wait for their turn
 * @param runningSetting which setting says how many are answered
 * @param waitingSetting which setting says how many wait
 */
public record Share(
    String who, int running, int waiting, String runningSetting, String waitingSetting) {}

package dev.sessionmanager.handover;

/** What comes of a wish for a human in one conversation, so that what is said about it is true. */
public enum HandoverOutlook {
  /** There is nobody who could be told; the agent goes on. */
  NOBODY,
  /** Somebody is told; the agent goes on until they come. */
  TOLD,
  /** Somebody is told; the agent is silent from then on. */
  TOLD_QUIET,
  /** Somebody was told before, and has not come yet; the agent goes on. */
  WAITING;

  /** Whether somebody is told now, or has been. */
  public boolean reachesSomebody() {
    return this != NOBODY;
  }
}

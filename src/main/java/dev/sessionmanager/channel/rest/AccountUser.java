package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.user.User;

/** A user as they read of themselves. */
record AccountUser(
    String id, String username, User.Role role, @JsonProperty("created_at") String createdAt) {

  static AccountUser of(User user) {
    return new AccountUser(user.id(), user.username(), user.role(), user.createdAt());
  }
}

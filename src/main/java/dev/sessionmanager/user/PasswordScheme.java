package dev.sessionmanager.user;

/** How new passwords are stored: as the contract says, or as OWASP does. */
enum PasswordScheme {
  SHA256,
  ARGON2ID
}

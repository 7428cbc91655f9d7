package dev.sessionmanager.session;

/**
 * What of an API key is kept beside its {@link Session}: enough to know it again, not to use it.
 *
 * @param hash see {@link KeySecrets#hash}
 * @param hint the last characters of the secret, by which its owner knows it
 * @param createdAt in milliseconds since 1970
 */
record ApiKey(String sessionId, String hash, String hint, long createdAt) {

  /** Without the hash. */
  @Override
  public String toString() {
    return "ApiKey[" + sessionId + ']';
  }
}

package dev.sessionmanager.user;

import java.util.List;
import java.util.Optional;

/** The rows of users. Whoever reads a row to change it opens the transaction. Any thread. */
interface UserRepository {

  Optional<User> findById(String id);

  Optional<User> findByUsername(String username);

  /** In the order of their names, those after the given one. */
  List<User> findAfter(String after, int limit);

  long countAdministrators();

  long countActiveAdministrators();

  /** Passwords that are stored by a slow hash. */
  long countSlowPasswords();

  void insert(User user);

  /** Writes what may change about a user. */
  void update(User user);
}

package dev.sessionmanager.user;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Reads go to a reading connection; whoever writes opens the transaction. */
@Transactional(readOnly = true)
interface UserRepository extends Repository<User, String> {

  Optional<User> findById(String id);

  Optional<User> findByUsername(String username);

  List<User> findByUsernameGreaterThanOrderByUsername(String after, Limit limit);

  boolean existsByRole(User.Role role);

  boolean existsByPasswordStartingWith(String prefix);

  @Transactional
  User save(User user);
}

package dev.sessionmanager.user;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The rows of users. Reads go to a reading connection; callers that write open the transaction. */
@Transactional(readOnly = true)
interface UserRepository extends Repository<User, String> {

  Optional<User> findById(String id);

  @NativeQuery("select * from users where username = :username")
  Optional<User> findByUsername(String username);

  @NativeQuery("select * from users where username > :after order by username")
  List<User> findAfter(String after, Limit limit);

  @NativeQuery("select count(*) from users where role = 'ADMIN'")
  long countAdministrators();

  @NativeQuery("select count(*) from users where role = 'ADMIN' and enabled = 1")
  long countActiveAdministrators();

  /** Passwords that are stored by a slow hash. */
  @NativeQuery("select count(*) from users where password like '$argon2%'")
  long countSlowPasswords();

  @Transactional
  User save(User user);
}

package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Reach;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Whose it is what a caller says, and what the caller may reach. A user's messages are the user's,
 * whatever the channel. Everybody else has an owner of their own too, made of the channel and of
 * what tells them apart there:
 *
 * <ul>
 *   <li>{@code /chat/id/<uuid>}: a guest who brings a random UUID, which nobody else knows, as the
 *       header {@code X-Guest-Id} or as the name of the conversation. Who knows it may go on from
 *       anywhere.
 *   <li>{@code /chat/at/<address>/<session_id>}: a guest who brings a name that can be guessed.
 *       Only callers at the same address reach what is under it; {@code local} is this machine.
 *   <li>{@code /websocket/id/<uuid>}, {@code /tcp/id/<uuid>}: a guest on a connection, by the
 *       session's id, which is random.
 *   <li>{@code /whatsapp/<instance>/<jid>}: a customer, by the messaging channel's name for the
 *       conversation.
 * </ul>
 *
 * <p>An API key may speak for many people: where its owner says so, each of them is an owner below
 * the user's, {@code <user>/<person>}, with limits and storage of a person.
 *
 * @param caller over HTTP
 * @param guest the header {@code X-Guest-Id}; null where the caller brings none, or has logged in
 * @param operator whether the call is one of the operator's about all guests and customers
 * @param person for whom an API key speaks, as an owner has it; null where it does not say
 */
public record Ownership(
    Caller caller, @Nullable String guest, boolean operator, @Nullable String person) {

  /** By which a guest of HTTP is known from call to call: a random UUID of the guest's making. */
  public static final String HEADER = "X-Guest-Id";

  /** The channel whose conversations can be listed and read over HTTP. */
  private static final String CHAT = "chat";

  /** Channels whose guests are known by a random UUID each, which is told to nobody. */
  private static final List<String> SOCKETS = List.of("tcp", "websocket");

  /** RFC 9562, versions 4 and 7: at least 62 of its bits are random. */
  private static final Pattern RANDOM_UUID =
      Pattern.compile(
          "[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
          Pattern.CASE_INSENSITIVE);

  /** Hexadecimal digits of a person's SHA-256: enough to tell people apart. */
  private static final int PERSON_DIGITS = 32;

  public Ownership(Caller caller, @Nullable String guest, boolean operator) {
    this(caller, guest, operator, null);
  }

  /**
   * The same caller, who speaks for this person, where the caller is an API key whose owner allows
   * that. Only the person's hash is kept: clients send addresses and names.
   *
   * @param said what the request says, {@code user} of OpenAI, say; anything but a text that says
   *     something is nobody
   */
  public Ownership speakingFor(@Nullable Object said) {
    Session session = caller.session();
    return said instanceof String name
            && !name.isBlank()
            && session != null
            && session.isKey()
            && Boolean.TRUE.equals(session.limits().persons())
        ? new Ownership(
            caller, guest, operator, DigestUtils.sha256Hex(name).substring(0, PERSON_DIGITS))
        : this;
  }

  /**
   * As above, by a request to a model.
   *
   * @param members its members by OpenAI's names: {@code safety_identifier}, or {@code user}, which
   *     stood for both before
   */
  public Ownership speakingFor(Map<String, ?> members) {
    Ownership safety = speakingFor(members.get("safety_identifier"));
    return safety.equals(this) ? speakingFor(members.get("user")) : safety;
  }

  /** The owner of a customer of a messaging channel. */
  public static String customer(String channel, String conversation) {
    return '/' + channel + '/' + conversation;
  }

  /** The owner of what is said over a connection, in the conversation of this name. */
  public static String on(Session connection, String conversation) {
    return connection.guest()
        ? known(connection.channel()) + (isRandom(conversation) ? conversation : connection.id())
        : connection.userId();
  }

  /**
   * Whose answers a client of a connection may follow and stop. Guests come back over other
   * connections: an answer's id is what nobody else knows.
   */
  public static Reach answers(Session connection) {
    return connection.guest()
        ? Reach.below(known(connection.channel()))
        : Reach.of(connection.userId());
  }

  private static String known(String channel) {
    return '/' + channel + "/id/";
  }

  private static boolean isRandom(@Nullable String name) {
    return name != null && RANDOM_UUID.matcher(name).matches();
  }

  /**
   * The owner of a message over HTTP.
   *
   * @param conversation the caller's name for it; null for a message that stands alone
   */
  public String of(String channel, @Nullable String conversation) {
    Session session = caller.session();
    if (session != null) {
      return person == null ? session.userId() : session.userId() + '/' + person;
    }
    if (guest != null || isRandom(conversation)) {
      return known(channel) + (guest == null ? conversation : guest);
    }
    return at(channel) + (conversation == null ? "" : '/' + conversation);
  }

  private String at(String channel) {
    String address = caller.address();
    boolean local = address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1");
    return '/' + channel + "/at/" + (local ? "local" : address);
  }

  /** Whose conversations the caller may list, read and change. */
  public Reach conversations() {
    if (operator) {
      return Reach.GUESTS;
    }
    return caller.session() == null && guest == null
        ? Reach.below(at(CHAT) + '/')
        : Reach.of(of(CHAT, null));
  }

  /**
   * As above, of one channel alone, where the operator looks: the owners there begin with its name.
   *
   * @param channel null for all
   */
  public Reach conversations(@Nullable String channel) {
    return operator && channel != null ? Reach.below('/' + channel + '/') : conversations();
  }

  /**
   * Whose answers the caller may follow and stop: those of guests by a random UUID as well, because
   * these ids are as hard to guess. A user reaches those of the people for whom the user's keys
   * speak; who speaks for one of them reaches that one's.
   */
  public Predicate<String> answers() {
    return caller.session() == null
        ? conversations().or(Reach.below(known(CHAT)))
        : Reach.byKey(of(CHAT, null));
  }

  /**
   * Whose pictures the caller may see: as {@link #answers}, and those of guests of sockets, since a
   * picture that was drawn for a terminal is opened in a browser, by its address alone.
   */
  public Predicate<String> pictures() {
    Predicate<String> reached = answers();
    if (caller.session() == null) {
      for (String channel : SOCKETS) {
        reached = reached.or(Reach.below(known(channel)));
      }
    }
    return reached;
  }

  /** Gives handlers the ownership of their caller. */
  @Component
  static final class Argument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    private static final String OPERATOR = "/admin/";

    private final String personHeader;

    Argument(@Value("${keys.person-header}") String personHeader) {
      this.personHeader = personHeader;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
      resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == Ownership.class;
    }

    /**
     * @throws Problem INVALID for a guest's id that is no random UUID
     */
    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      HttpServletRequest http = (HttpServletRequest) request.getNativeRequest();
      Caller caller = (Caller) http.getAttribute(Caller.ATTRIBUTE);
      String guest = caller.session() == null ? http.getHeader(HEADER) : null;
      if (guest != null && !isRandom(guest)) {
        throw Problem.fields(Map.of(HEADER, "guest_id"));
      }
      Ownership mine = new Ownership(caller, guest, http.getServletPath().startsWith(OPERATOR));
      return personHeader.isBlank() ? mine : mine.speakingFor(http.getHeader(personHeader));
    }
  }
}

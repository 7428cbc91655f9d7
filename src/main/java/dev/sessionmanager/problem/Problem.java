package dev.sessionmanager.problem;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one exception: why a message or a call was not answered. Edges render it; nobody else catches
 * it except to add what only they know. It carries no stack trace, because a refusal is a normal
 * answer and must stay cheap under attack; a {@link #getCause() cause} keeps its own for the log.
 *
 * <p>The sentence that people read is looked up as {@code problem.<code>} in the message bundles,
 * with {@link #arguments()}; arguments must therefore be safe to show to the caller.
 */
public final class Problem extends RuntimeException {

  /** Every way to be refused: HTTP status and stable code. The code is API: never rename one. */
  public enum Kind {
    MALFORMED(400, "malformed_request"),
    /** A token in an address ends up in logs and histories. */
    TOKEN_IN_URL(400, "token_in_url"),
    UNAUTHENTICATED(401, "authentication_required"),
    BAD_CREDENTIALS(401, "bad_credentials"),
    BAD_TOKEN(401, "bad_token"),
    SESSION_ENDED(401, "session_ended"),
    /** A webhook whose signature is missing, old or not of our secret. */
    BAD_SIGNATURE(401, "bad_signature"),
    FORBIDDEN(403, "forbidden"),
    /** A web page of an origin that is not configured has made the browser call. */
    FOREIGN_ORIGIN(403, "foreign_origin"),
    /** Called from an address that needs no token, by a name that is not configured. */
    FOREIGN_HOST(403, "foreign_host"),
    PRESET_PASSWORD(403, "preset_password"),
    NOT_FOUND(404, "not_found"),
    UNKNOWN_AGENT(404, "unknown_agent"),
    METHOD_NOT_ALLOWED(405, "method_not_allowed"),
    NOT_ACCEPTABLE(406, "not_acceptable"),
    /** The request has taken too long to come. */
    TOO_SLOW(408, "too_slow"),
    CONFLICT(409, "conflict"),
    /** The beginning of several ids; the argument names them. */
    AMBIGUOUS(409, "ambiguous_id"),
    /** Nobody could administer the service after this change. */
    LAST_ADMINISTRATOR(409, "last_administrator"),
    /** The caller keeps as many things as the setting allows. */
    QUOTA_REACHED(409, "quota_reached"),
    /** A file has changed since it was read for this change. */
    FILE_CHANGED(409, "file_changed"),
    /** Agent files cannot be written; the argument is their folder. */
    AGENTS_READ_ONLY(409, "agents_read_only"),
    AGENTS_NOT_LAUNCHED(409, "agents_not_launched"),
    /** Who asked has stopped the answer. */
    ANSWER_STOPPED(409, "answer_stopped"),
    /** A human holds the messaging conversation: the message is theirs to answer. */
    HELD_BY_PERSON(409, "held_by_person"),
    /** A customer's message that is too old to be answered when it comes. */
    MESSAGE_OLD(409, "message_old"),
    /** The customer has written that they want no messages. */
    OPTED_OUT(409, "opted_out"),
    /** There is nobody outside of the business hours, which the customer has been told. */
    OUTSIDE_HOURS(409, "outside_hours"),
    /** A webhook that is not known to be our provider's, which is to try again later. */
    WEBHOOK_UNVERIFIED(412, "webhook_unverified"),
    TOO_LARGE(413, "body_too_large"),
    UNSUPPORTED_TYPE(415, "unsupported_media_type"),
    INVALID(422, "invalid_fields"),
    /** A text is no agent file; the arguments are the line and what to change. */
    AGENT_MALFORMED(422, "agent_malformed"),
    /** The id of an earlier message, with another text. */
    ID_REUSED(422, "id_reused"),
    /** The messages are longer than the model can read. */
    CONTEXT_TOO_LONG(422, "context_too_long"),
    /** An agent that uses tools of its own was told to use the caller's; the argument names it. */
    OWN_TOOLS(422, "own_tools"),
    /** The model's provider does not answer such content. */
    CONTENT_REFUSED(422, "content_refused"),
    /** Only WebSockets are spoken here. */
    UPGRADE_REQUIRED(426, "upgrade_required"),
    /** A person writes too often. */
    RATE_LIMITED(429, "rate_limited"),
    /** A person has too many messages being answered or waiting. */
    TOO_MANY_AT_ONCE(429, "too_many_at_once"),
    /** A person reads or sends too many stored things at once. */
    TOO_MANY_TRANSFERS(429, "too_many_transfers"),
    /** As many agents are being tried out as may be at once. */
    TOO_MANY_TRYOUTS(429, "too_many_tryouts"),
    TOO_MANY_LOGINS(429, "too_many_logins"),
    INTERNAL(500, "internal_error"),
    /** The runtime answered 4xx; the argument is its detail where that is safe to quote. */
    RUNTIME_REJECTED(502, "runtime_rejected"),
    /** The runtime answered 5xx. */
    RUNTIME_FAILED(502, "runtime_failed"),
    /** The runtime answered something that is not the JSON it should be. */
    RUNTIME_UNREADABLE(502, "runtime_unreadable"),
    /** The connection broke after the request was sent: whether it was carried out is unknown. */
    RUNTIME_BROKE_OFF(502, "runtime_broke_off"),
    /** A launched agent is in status error; the argument is its name. */
    AGENT_FAILED(502, "agent_failed"),
    ORCHESTRATOR_MISSING(502, "orchestrator_missing"),
    /** The model has ended its answer and said nothing. */
    MODEL_SILENT(502, "model_silent"),
    /**
     * The provider does not have the model; the arguments are its name and 1 for Ollama, else 0.
     */
    MODEL_MISSING(502, "model_missing"),
    /** The argument is the setting that holds the key. */
    MODEL_KEY_REJECTED(502, "model_key_rejected"),
    /** The provider answered 4xx for a reason that has no kind of its own. */
    MODEL_REJECTED(502, "model_rejected"),
    /** The provider answered 5xx. */
    MODEL_FAILED(502, "model_failed"),
    MODEL_UNREADABLE(502, "model_unreadable"),
    /** The answer ended in the middle. */
    MODEL_BROKE_OFF(502, "model_broke_off"),
    /** No model is connected, or none of those asked for. */
    NO_MODEL(503, "no_model"),
    /** The provider's account has nothing left to spend. */
    MODEL_QUOTA(503, "model_quota"),
    /** The provider has too much to do, or allows no more requests for now. */
    MODEL_BUSY(503, "model_busy"),
    MODEL_UNREACHABLE(503, "model_unreachable"),
    /** Nothing listens at the runtime's address, or the name does not resolve. */
    RUNTIME_UNREACHABLE(503, "runtime_unreachable"),
    /** The log could not be written. */
    STORAGE_FAILED(503, "storage_failed"),
    /** The service was killed while the answer was made. */
    INTERRUPTED(503, "interrupted"),
    OVERLOADED(503, "overloaded"),
    STOPPING(503, "stopping"),
    RUNTIME_TIMED_OUT(504, "runtime_timed_out"),
    MODEL_TIMED_OUT(504, "model_timed_out");

    private final int status;
    private final String code;

    Kind(int status, String code) {
      this.status = status;
      this.code = code;
    }

    public int status() {
      return status;
    }

    public String code() {
      return code;
    }
  }

  private final transient Kind kind;
  private final transient List<Object> arguments;
  private final transient @Nullable Duration retryAfter;
  private final @Nullable String setting;
  private final transient Map<String, String> fields;
  private final transient Map<String, Object> limits;
  private final transient @Nullable Upstream upstream;

  public Problem(Kind kind, Object... arguments) {
    this(kind, null, null, null, Map.of(), Map.of(), null, arguments);
  }

  private Problem(
      Kind kind,
      @Nullable Throwable cause,
      @Nullable Duration retryAfter,
      @Nullable String setting,
      Map<String, String> fields,
      Map<String, Object> limits,
      @Nullable Upstream upstream,
      Object... arguments) {
    super(kind.code() + Arrays.toString(arguments), cause, false, false);
    this.kind = kind;
    this.arguments = List.of(arguments);
    this.retryAfter = retryAfter;
    this.setting = setting;
    this.fields = fields;
    this.limits = limits;
    this.upstream = upstream;
  }

  /** Fields that are wrong: name in the request, to the message key that says why. */
  public static Problem fields(Map<String, String> fields, Object... arguments) {
    return new Problem(
        Kind.INVALID, null, null, null, Map.copyOf(fields), Map.of(), null, arguments);
  }

  /** As above, each with the limit that its text names, where it names one. */
  static Problem fields(Map<String, String> fields, Map<String, Object> limits) {
    return new Problem(Kind.INVALID, null, null, null, new LinkedHashMap<>(fields), limits, null);
  }

  public Problem causedBy(Throwable cause) {
    return with(cause, retryAfter, setting, upstream);
  }

  /** How long the caller should wait; edges round it up to whole seconds, at least 1. */
  public Problem retryAfter(Duration wait) {
    return with(getCause(), wait, setting, upstream);
  }

  /** The setting whose bound was hit, by its environment name. */
  public Problem setting(String name) {
    return with(getCause(), retryAfter, name, upstream);
  }

  /** What the model's provider said. */
  public Problem upstream(Upstream said) {
    return with(getCause(), retryAfter, setting, said);
  }

  /** Without the provider's own words: the request was not the caller's, but an agent's. */
  public Problem unquoted() {
    return upstream == null ? this : upstream(upstream.unquoted());
  }

  /** The service has tried again by itself, and failed again. */
  public Problem triedAgain() {
    return upstream((upstream == null ? Upstream.NOTHING : upstream).again());
  }

  private Problem with(
      @Nullable Throwable cause,
      @Nullable Duration wait,
      @Nullable String name,
      @Nullable Upstream said) {
    return new Problem(kind, cause, wait, name, fields, limits, said, arguments.toArray());
  }

  public Kind kind() {
    return kind;
  }

  public List<Object> arguments() {
    return arguments;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  public @Nullable String setting() {
    return setting;
  }

  public Map<String, String> fields() {
    return fields;
  }

  /** What the model's provider said; null where none was asked, or none answered. */
  @Nullable Upstream upstream() {
    return upstream;
  }

  /** What the text about this field takes: its own limit, or else the problem's arguments. */
  Object[] argumentsOf(String field) {
    Object limit = limits.get(field);
    return limit == null ? arguments.toArray() : new Object[] {limit};
  }
}

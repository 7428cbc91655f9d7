package dev.sessionmanager.problem;

import dev.sessionmanager.problem.Problem.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Problem} as clients of OpenAI's and Anthropic's APIs can act on it. They decide by the
 * status whether to try again: the libraries of both do after 408, 409, 429 and from 500 on, and
 * LangChain.js after all but 400 to 407, 409 and 413. So what would fail again has a status after
 * which nobody tries again, wherever there is one that says the truth. Codes are OpenAI's where it
 * has one, else ours.
 *
 * @param status of HTTP
 * @param type OpenAI's
 * @param code null where nobody has one
 * @param param the member of the request that is wrong
 * @param again whether the client may try again by its own rules; where not, the answer says so
 */
public record ApiRefusal(
    int status, String type, @Nullable String code, @Nullable String param, boolean again) {

  private static final int UNPROCESSABLE = 422;

  /** Anthropic's status for "overloaded": no other API has it. */
  private static final int OVERLOADED = 529;

  /** OpenAI's codes of what can be wrong with a member, by our reasons. */
  private static final Map<String, String> FIELD_CODES =
      Map.of(
          "required", "missing_required_parameter",
          "type", "invalid_type",
          "too_long", "string_above_max_length",
          "openai.too_many", "array_above_max_length",
          "openai.unsupported", "unsupported_parameter",
          "openai.one", "unsupported_value",
          "openai.text_only", "unsupported_value",
          "responses.no_previous", "previous_response_not_found");

  /** As OpenAI's clients read it. */
  public static ApiRefusal openAi(Problem problem) {
    Kind kind = problem.kind();
    int status = status(problem);
    String param = param(problem);
    return new ApiRefusal(
        status,
        kind == Kind.MODEL_QUOTA ? "insufficient_quota" : type(status),
        code(problem, status, param),
        param,
        mayTryAgain(problem, status));
  }

  /**
   * As Anthropic's clients read it; types and statuses are those of its reference, "Errors". The
   * code is none of its.
   */
  public static ApiRefusal anthropic(Problem problem) {
    ApiRefusal openAi = openAi(problem);
    int status =
        switch (problem.kind()) {
          case MODEL_QUOTA -> 402;
          case OVERLOADED -> OVERLOADED;
          case MODEL_BUSY -> openAi.status == 429 ? 429 : OVERLOADED;
          default -> openAi.status;
        };
    String type =
        switch (status) {
          case 401 -> "authentication_error";
          case 402 -> "billing_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 413 -> "request_too_large";
          case 429 -> "rate_limit_error";
          case 504 -> "timeout_error";
          case OVERLOADED -> "overloaded_error";
          default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    return new ApiRefusal(status, type, openAi.code, openAi.param, openAi.again);
  }

  private static int status(Problem problem) {
    Upstream upstream = problem.upstream();
    boolean refused = upstream != null && upstream.refusedCaller();
    return switch (problem.kind()) {
      // Not 409, after which clients try again: there is no room before something is deleted.
      case QUOTA_REACHED -> 403;
      // An address of ours that is wrong has a setting.
      case MODEL_REJECTED -> refused && problem.setting() == null ? 400 : problem.kind().status();
      case MODEL_MISSING -> refused ? 404 : problem.kind().status();
      case MODEL_QUOTA -> 429;
      case MODEL_BUSY ->
          upstream != null && upstream.status() == 429 ? 429 : problem.kind().status();
      // LangChain.js tries what is 422 seven times.
      default -> problem.kind().status() == UNPROCESSABLE ? 400 : problem.kind().status();
    };
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  private static @Nullable String param(Problem problem) {
    if (!problem.fields().isEmpty()) {
      return problem.fields().keySet().stream().sorted().findFirst().orElse(null);
    }
    Upstream upstream = problem.upstream();
    String given = upstream == null ? null : upstream.param();
    return switch (problem.kind()) {
      case CONTEXT_TOO_LONG -> given == null ? "messages" : given;
      case UNKNOWN_AGENT, MODEL_MISSING -> given == null ? "model" : given;
      case ID_REUSED -> "Idempotency-Key";
      case OWN_TOOLS -> "tools";
      default -> given;
    };
  }

  private static @Nullable String code(Problem problem, int status, @Nullable String param) {
    Upstream upstream = problem.upstream();
    String given = upstream == null ? null : upstream.code();
    return switch (problem.kind()) {
      case INVALID ->
          FIELD_CODES.getOrDefault(
              param == null ? "" : problem.fields().getOrDefault(param, ""), "invalid_value");
      case CONTEXT_TOO_LONG -> "context_length_exceeded";
      case CONTENT_REFUSED -> given == null ? "content_filter" : given;
      case UNKNOWN_AGENT -> "model_not_found";
      case MODEL_MISSING -> status == 404 ? "model_not_found" : problem.kind().code();
      case MODEL_REJECTED -> status == 400 ? given : problem.kind().code();
      case BAD_TOKEN -> "invalid_api_key";
      case MODEL_QUOTA -> "insufficient_quota";
      case RATE_LIMITED -> "rate_limit_exceeded";
      case MODEL_BUSY -> status == 429 ? "rate_limit_exceeded" : problem.kind().code();
      default -> problem.kind().code();
    };
  }

  private static boolean mayTryAgain(Problem problem, int status) {
    Upstream upstream = problem.upstream();
    if (upstream != null && upstream.triedAgain()) {
      return false;
    }
    return switch (problem.kind()) {
      case MODEL_QUOTA,
          MODEL_KEY_REJECTED,
          MODEL_MISSING,
          MODEL_REJECTED,
          MODEL_UNREADABLE,
          NO_MODEL,
          FILE_CHANGED,
          AGENTS_READ_ONLY,
          MESSAGE_OLD,
          OPTED_OUT,
          OUTSIDE_HOURS,
          ANSWER_STOPPED ->
          false;
      default -> status >= 500 || status == 408 || status == 409 || status == 429;
    };
  }
}

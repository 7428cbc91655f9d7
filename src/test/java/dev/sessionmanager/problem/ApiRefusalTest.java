package dev.sessionmanager.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.problem.Problem.Kind;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of problem, as the libraries of OpenAI and Anthropic, and LangChain.js, act on it. */
class ApiRefusalTest {

  /** After these LangChain.js gives up; after anything else it tries six times more. */
  private static final Set<Integer> FINAL =
      Set.of(400, 401, 402, 403, 404, 405, 406, 407, 409, 413);

  /** No client of a model's API sends another media type, or asks for a WebSocket. */
  private static final Set<Kind> NOBODYS =
      EnumSet.of(Kind.UNSUPPORTED_TYPE, Kind.UPGRADE_REQUIRED, Kind.WEBHOOK_UNVERIFIED);

  /** What may pass by itself, so that trying again has a sense. */
  private static final Set<Kind> PASSING =
      EnumSet.of(
          Kind.TOO_SLOW,
          Kind.CONFLICT,
          Kind.LAST_ADMINISTRATOR,
          Kind.AMBIGUOUS,
          Kind.AGENTS_NOT_LAUNCHED,
          Kind.HELD_BY_PERSON,
          Kind.RATE_LIMITED,
          Kind.TOO_MANY_AT_ONCE,
          Kind.TOO_MANY_TRANSFERS,
          Kind.TOO_MANY_TRYOUTS,
          Kind.TOO_MANY_LOGINS,
          Kind.INTERNAL,
          Kind.RUNTIME_REJECTED,
          Kind.RUNTIME_FAILED,
          Kind.RUNTIME_UNREADABLE,
          Kind.RUNTIME_BROKE_OFF,
          Kind.AGENT_FAILED,
          Kind.ORCHESTRATOR_MISSING,
          Kind.MODEL_SILENT,
          Kind.MODEL_FAILED,
          Kind.MODEL_BROKE_OFF,
          Kind.MODEL_BUSY,
          Kind.MODEL_UNREACHABLE,
          Kind.RUNTIME_UNREACHABLE,
          Kind.STORAGE_FAILED,
          Kind.INTERRUPTED,
          Kind.OVERLOADED,
          Kind.STOPPING,
          Kind.RUNTIME_TIMED_OUT,
          Kind.MODEL_TIMED_OUT);

  @ParameterizedTest
  @EnumSource
  void saysWhetherTryingAgainHasASense(Kind kind) {
    ApiRefusal refusal = ApiRefusal.openAi(new Problem(kind));
    assertThat(refusal.again()).isEqualTo(PASSING.contains(kind));
    assertThat(ApiRefusal.openAi(new Problem(kind).triedAgain()).again()).isFalse();
    if (refusal.status() < 500 && !refusal.again() && kind != Kind.MODEL_QUOTA) {
      assertThat(FINAL.contains(refusal.status()) || NOBODYS.contains(kind)).isTrue();
    }
    assertThat(refusal.status()).isNotEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({
    "CONTEXT_TOO_LONG, 400, invalid_request_error, context_length_exceeded, 400,"
        + " invalid_request_error",
    "CONTENT_REFUSED, 400, invalid_request_error, content_filter, 400, invalid_request_error",
    "ID_REUSED, 400, invalid_request_error, id_reused, 400, invalid_request_error",
    "BAD_TOKEN, 401, authentication_error, invalid_api_key, 401, authentication_error",
    "FORBIDDEN, 403, permission_error, forbidden, 403, permission_error",
    "QUOTA_REACHED, 403, permission_error, quota_reached, 403, permission_error",
    "UNKNOWN_AGENT, 404, not_found_error, model_not_found, 404, not_found_error",
    "TOO_LARGE, 413, invalid_request_error, body_too_large, 413, request_too_large",
    "RATE_LIMITED, 429, rate_limit_error, rate_limit_exceeded, 429, rate_limit_error",
    "MODEL_QUOTA, 429, insufficient_quota, insufficient_quota, 402, billing_error",
    "INTERNAL, 500, server_error, internal_error, 500, api_error",
    "MODEL_FAILED, 502, server_error, model_failed, 502, api_error",
    "MODEL_REJECTED, 502, server_error, model_rejected, 502, api_error",
    "MODEL_MISSING, 502, server_error, model_missing, 502, api_error",
    "MODEL_BUSY, 503, server_error, model_busy, 529, overloaded_error",
    "OVERLOADED, 503, server_error, overloaded, 529, overloaded_error",
    "MODEL_TIMED_OUT, 504, server_error, model_timed_out, 504, timeout_error",
  })
  void speaksOfEachAsItsApiDoes(
      Kind kind, int status, String type, String code, int theirStatus, String theirType) {
    ApiRefusal openAi = ApiRefusal.openAi(new Problem(kind));
    assertThat(openAi.status()).isEqualTo(status);
    assertThat(openAi.type()).isEqualTo(type);
    assertThat(openAi.code()).isEqualTo(code);
    ApiRefusal anthropic = ApiRefusal.anthropic(new Problem(kind));
    assertThat(anthropic.status()).isEqualTo(theirStatus);
    assertThat(anthropic.type()).isEqualTo(theirType);
  }

  @Test
  void givesTheProvidersRefusalOfTheCallersOwnRequestAsItIs() {
    Upstream said = new Upstream(400, "No such voice.", "voice", "invalid_voice", false);
    Problem rejected = new Problem(Kind.MODEL_REJECTED).upstream(said);
    assertThat(ApiRefusal.openAi(rejected))
        .isEqualTo(new ApiRefusal(400, "invalid_request_error", "invalid_voice", "voice", false));
    assertThat(ApiRefusal.openAi(rejected.unquoted()).status()).isEqualTo(502);
    assertThat(ApiRefusal.openAi(rejected.setting("LLM_URL")).status())
        .as("an address of ours is wrong")
        .isEqualTo(502);
    Problem missing = new Problem(Kind.MODEL_MISSING, "m", 0).upstream(said);
    assertThat(ApiRefusal.openAi(missing).status()).isEqualTo(404);
    assertThat(ApiRefusal.openAi(missing.unquoted()).status()).isEqualTo(502);
  }

  @Test
  void keepsTheProviders429() {
    Upstream said = new Upstream(429, "Slow down.", null, null, false);
    Problem busy = new Problem(Kind.MODEL_BUSY).upstream(said);
    for (Problem each : Set.of(busy, busy.unquoted())) {
      assertThat(ApiRefusal.openAi(each).status()).isEqualTo(429);
      assertThat(ApiRefusal.openAi(each).code()).isEqualTo("rate_limit_exceeded");
      assertThat(ApiRefusal.anthropic(each).status()).isEqualTo(429);
      assertThat(ApiRefusal.openAi(each).again()).isTrue();
    }
  }

  @Test
  void namesTheFirstMemberThatIsWrongWithItsOwnCode() {
    ApiRefusal refusal =
        ApiRefusal.openAi(Problem.fields(Map.of("b", "required", "a", "type", "c", "blank")));
    assertThat(refusal.param()).isEqualTo("a");
    assertThat(refusal.code()).isEqualTo("invalid_type");
  }
}

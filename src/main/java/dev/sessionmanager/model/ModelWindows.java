package dev.sessionmanager.model;

import dev.sessionmanager.files.Rechecked;
import dev.sessionmanager.model.ModelsSettings.OllamaServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * How many tokens the windows of models hold, request and answer together: what {@code
 * models.windows} says of a model; of Ollama's what it says itself ({@code POST /api/show}) and
 * what it is asked for; of others what stands in {@code model/windows.properties}; else {@code
 * LLM_CONTEXT_WINDOW}. Any thread.
 */
final class ModelWindows {

  private static final Logger log = LoggerFactory.getLogger(ModelWindows.class);

  /** A local server answers at once, but for one that is loading a model. */
  private static final Duration SHOW_MAX = Duration.ofSeconds(2);

  /** How old what Ollama said may be: {@code ollama create} makes a model anew under its name. */
  private static final Duration SHOWN_MAX_AGE = Duration.ofMinutes(5);

  /** A line of {@code parameters} in Ollama's answer. */
  private static final Pattern NUM_CTX = Pattern.compile("(?m)^num_ctx\\s+(\\d{1,9})\\s*$");

  /** More than any model has. */
  private static final int TOKENS_MAX = 100_000_000;

  private final ModelsSettings settings;
  private final UpstreamHttp http;
  private final Clock clock;
  private final Map<Target, Rechecked<Shown>> shown = new ConcurrentHashMap<>();

  /** Does no I/O. */
  ModelWindows(ModelsSettings settings, UpstreamHttp http, Clock clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  /**
   * A window.
   *
   * @param least tokens that Ollama is asked for at least: a change of size makes it load the model
   *     anew
   * @param most tokens that it holds
   */
  record Window(int least, int most) {}

  /**
   * What Ollama says about a model.
   *
   * @param trained tokens of the window that it was made with; Ollama cuts a larger wish down to
   *     that without a word (llm/server.go, NewLlamaServer)
   * @param numCtx of its Modelfile, the window that it has where nobody asks for another; 0 where
   *     none stands there
   */
  private record Shown(int trained, int numCtx) {

    static final Shown NOTHING = new Shown(0, 0);
  }

  /** The window of a model; asks Ollama where it must, for two seconds at most. */
  Window of(Target target) {
    Integer set = settings.window(target.name(), target.model());
    if (target.ollama()) {
      return ollama(target, set);
    }
    int most = set == null ? Known.of(target.model(), settings.contextWindow()) : set;
    return new Window(most, most);
  }

  private Window ollama(Target target, @Nullable Integer set) {
    Shown says =
        shown
            .computeIfAbsent(
                target, _ -> new Rechecked<>(SHOWN_MAX_AGE, clock, before -> show(target, before)))
            .get();
    int most = set == null ? Math.max(settings.ollama().numCtxMax(), says.numCtx()) : set;
    most = says.trained() == 0 ? most : Math.min(most, says.trained());
    return new Window(Math.min(most, Math.max(OllamaServer.NUM_CTX_MIN, says.numCtx())), most);
  }

  private Shown show(Target target, @Nullable Shown before) {
    URI uri = URI.create(target.url() + "/api/show");
    try {
      byte[] which = Json.bytes(Map.of("model", target.model()));
      UpstreamHttp.Answer answer = http.post(uri, target.key(), which, SHOW_MAX);
      JsonNode tree = answer.status() == 200 ? Json.tree(answer.body()) : null;
      if (tree != null) {
        return shown(tree);
      }
      log.debug("{} does not tell its window: status {}", target, answer.status());
    } catch (IOException away) {
      log.debug("{} does not tell its window", target, away);
    }
    return before == null ? Shown.NOTHING : before;
  }

  private static Shown shown(JsonNode tree) {
    JsonNode info = tree.path("model_info");
    String family = info.path("general.architecture").asString("");
    Matcher numCtx = NUM_CTX.matcher(tree.path("parameters").asString(""));
    int trained = info.path(family + ".context_length").asInt(0);
    return new Shown(
        Math.clamp(trained, 0, TOKENS_MAX),
        numCtx.find() ? Math.min(TOKENS_MAX, Integer.parseInt(numCtx.group(1))) : 0);
  }

  /** The windows of models that many people use, read when the first is asked for. */
  private static final class Known {

    private static final Properties WINDOWS = new Properties();

    static {
      try (InputStream file = ModelWindows.class.getResourceAsStream("/model/windows.properties")) {
        WINDOWS.load(file);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }

    /** By the longest beginning of its name, without whose it is: {@code openai/gpt-oss-120b}. */
    static int of(String model, int unknown) {
      String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
      return WINDOWS.stringPropertyNames().stream()
          .filter(name::startsWith)
          .max(Comparator.comparingInt(String::length))
          .map(found -> Integer.valueOf(WINDOWS.getProperty(found).strip()))
          .orElse(unknown);
    }
  }
}

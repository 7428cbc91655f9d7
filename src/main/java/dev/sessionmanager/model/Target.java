package dev.sessionmanager.model;

import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.model.ModelsSettings.More;
import dev.sessionmanager.model.ModelsSettings.Server;
import dev.sessionmanager.problem.WrongSetting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One model at one server. Several of one name are one model at several servers.
 *
 * @param name by which it is asked for
 * @param model its name at the server
 * @param provider by the names of the OpenTelemetry GenAI conventions
 * @param url without a slash at its end
 * @param keySetting which setting holds the key, for whoever must correct it
 * @param urlSetting which setting holds the address, for whoever must correct it
 * @param weight how often it is asked first among those of its name: twice as often with twice as
 *     much; with 0 only when others fail
 */
record Target(
    String name,
    String model,
    String provider,
    String url,
    @Nullable String key,
    String keySetting,
    String urlSetting,
    int weight) {

  private static final String OLLAMA = "ollama";
  private static final int USUAL_WEIGHT = 1;

  /** Characters of a model's name; those of providers have a hundred at most. */
  private static final int NAME_MAX = 200;

  /** Whether the server speaks Ollama's own API, and not OpenAI's. */
  boolean ollama() {
    return provider.equals(OLLAMA);
  }

  /** Another model of the same server, by its name there. */
  Target offering(String other) {
    return new Target(other, other, provider, url, key, keySetting, urlSetting, USUAL_WEIGHT);
  }

  /** Whether what a server calls a model can be shown, asked for and kept in a log line. */
  static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= NAME_MAX
        && name.equals(name.strip())
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** Every model that is connected by settings alone, the default first. */
  static List<Target> of(ModelsSettings settings) {
    List<Target> targets = new ArrayList<>();
    String url = given(settings.server().url());
    String model = given(settings.server().model());
    if (url != null) {
      if (model == null) {
        throw new WrongSetting("LLM_URL needs MODEL_NAME, the model to ask there.");
      }
      targets.add(server(settings, url, model));
    }
    String groq = url == null && model != null ? model : settings.groq().model();
    add(targets, "groq", settings.groq(), groq, "MODELS_GROQ_URL");
    add(targets, "openai", settings.openai(), settings.openai().model(), "OPENAI_BASE_URL");
    for (int i = 0; i < settings.more().size(); i++) {
      targets.add(more(settings, settings.more().get(i), "MODELS_MORE_" + i));
    }
    return List.copyOf(targets);
  }

  /** The Ollama that is looked for, or null where none is to be looked for. */
  static @Nullable Target ollama(ModelsSettings settings) {
    String url = given(settings.ollama().url());
    String model = settings.ollama().model();
    String setting = "OLLAMA_URL";
    return url == null
        ? null
        : new Target(
            model, model, OLLAMA, base(url, setting), null, setting, setting, USUAL_WEIGHT);
  }

  private static Target server(ModelsSettings settings, String url, String model) {
    String base = base(url, "LLM_URL");
    String provider = providerAt(base);
    String key = given(settings.server().key());
    boolean groqsKey = key == null && provider.equals("groq");
    return new Target(
        model,
        model,
        provider,
        base,
        groqsKey ? given(settings.groq().key()) : key,
        groqsKey ? "GROQ_API_KEY" : "LLM_API_KEY",
        "LLM_URL",
        USUAL_WEIGHT);
  }

  private static void add(
      List<Target> targets,
      String provider,
      Server server,
      @Nullable String model,
      String urlSetting) {
    String key = given(server.key());
    if (key != null) {
      String setting = provider.toUpperCase(Locale.ROOT);
      String name = required(model, setting + "_MODEL");
      String url = base(required(server.url(), urlSetting), urlSetting);
      targets.add(
          new Target(
              name, name, provider, url, key, setting + "_API_KEY", urlSetting, USUAL_WEIGHT));
    }
  }

  private static Target more(ModelsSettings settings, More more, String setting) {
    String key = given(more.key());
    String url = given(more.url());
    Server known =
        switch (more.provider()) {
          case "groq" -> settings.groq();
          case "openai" -> settings.openai();
          case OLLAMA -> new Server(settings.ollama().url(), null, null);
          default -> new Server(null, null, null);
        };
    String name = given(more.name());
    String model = required(more.model(), setting + "_MODEL");
    String base = required(url == null ? known.url() : url, setting + "_URL");
    return new Target(
        name == null ? model : name,
        model,
        more.provider(),
        base(base, setting + "_URL"),
        key == null && url == null ? given(known.key()) : key,
        setting + "_KEY",
        setting + "_URL",
        more.weight());
  }

  private static String providerAt(String base) {
    return switch ("" + HttpCall.host(URI.create(base))) {
      case "api.groq.com" -> "groq";
      case "api.openai.com" -> "openai";
      default -> "openai_compatible";
    };
  }

  /** The address that paths are added to, from one that may already have the path of a call. */
  private static String base(String url, String setting) {
    String base = url.strip().replaceAll("/+$", "").replaceAll("/chat/completions$|/api/chat$", "");
    try {
      URI uri = new URI(base);
      if (HttpCall.canCall(uri)) {
        return base;
      }
    } catch (URISyntaxException wrong) {
      // Refused below, like an address without a host.
    }
    throw new WrongSetting(setting + " must be an address like http://localhost:8000/v1.");
  }

  private static String required(@Nullable String value, String setting) {
    String given = given(value);
    if (given == null) {
      throw new WrongSetting(setting + " is missing.");
    }
    return given;
  }

  private static @Nullable String given(@Nullable String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Says whom prompts are given to, and nothing that an address may hold beside its host. */
  @Override
  public String toString() {
    URI uri = URI.create(url);
    String port = HttpCall.port(uri) < 0 ? "" : ":" + HttpCall.port(uri);
    String other = name.equals(model) ? "" : model + ", ";
    return name + " (" + other + provider + " at " + HttpCall.host(uri) + port + ')';
  }
}

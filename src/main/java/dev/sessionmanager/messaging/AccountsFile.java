package dev.sessionmanager.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.problem.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * More accounts at messaging providers than the variables have: {@code messaging.accounts-file}, in
 * YAML, a list for each provider. An account has the names of the provider's properties, with a
 * dash or an underscore, {@code _file} behind what is in a file of its own, and {@code ${NAME}} for
 * a variable; what it does not say is as the properties say. Read once, at the start, which a wrong
 * file stops with a {@link WrongSetting} that quotes nothing of its values.
 */
@Component
public final class AccountsFile {

  /** Bytes of the file, and of a secret's; hundreds of accounts have less. */
  private static final long BYTES_MAX = 256 * 1024;

  private static final Pattern NAME = Pattern.compile("([A-Za-z][A-Za-z0-9._-]{0,63})?");

  /**
   * How an account of one provider is written.
   *
   * @param provider what its properties begin with
   * @param aliases other names of properties
   * @param own properties that are another for each account, and never the variables'
   * @param secrets properties that are another for each address: an account with a {@code url} of
   *     its own does not send the variables' there
   */
  public record Form(
      String provider, Map<String, String> aliases, Set<String> own, Set<String> secrets) {

    /** A property as the file has it. */
    String entry(String property) {
      return aliases.entrySet().stream()
          .filter(alias -> alias.getValue().equals(property))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElse(property)
          .replace('-', '_');
    }
  }

  private final String file;
  private final Environment environment;
  private final Map<?, ?> content;

  AccountsFile(@Value("${messaging.accounts-file}") String file, Environment environment) {
    this.file = file.strip();
    this.environment = environment;
    this.content = this.file.isEmpty() ? Map.of() : yaml();
    for (Object provider : content.keySet()) {
      WrongSetting.unless(
          environment.containsProperty(provider + ".agent"),
          where(String.valueOf(provider)) + "there is no such provider.");
    }
  }

  private Map<?, ?> yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Object read =
          new Yaml(new SafeConstructor(options)).load(text("messaging.accounts-file", file));
      if (read instanceof Map<?, ?> map) {
        return map;
      }
      throw new WrongSetting(
          "messaging.accounts-file names "
              + file
              + ", which has no list of a provider's accounts.");
    } catch (MarkedYAMLException wrong) { // its message quotes the file, and so maybe a secret
      int line = wrong.getProblemMark() == null ? 0 : wrong.getProblemMark().getLine() + 1;
      throw new WrongSetting(
          "messaging.accounts-file names " + file + ", which is no YAML in line " + line + '.');
    } catch (YAMLException wrong) {
      throw new WrongSetting("messaging.accounts-file names " + file + ", which is no YAML.");
    }
  }

  private static String text(String what, String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > BYTES_MAX) {
        throw new WrongSetting(what + " names " + file + ", which is too large.");
      }
      return Files.readString(path, UTF_8).strip();
    } catch (IOException | InvalidPathException unreadable) {
      throw new WrongSetting(
          what + " names " + file + ", which cannot be read: check that it exists and whose it is.",
          unreadable);
    }
  }

  /**
   * All accounts of a provider that are served: that of its properties, where it is connected or
   * the file has none, and those of the file, each under a name of its own.
   */
  public <T> List<T> served(
      Form form, T properties, Class<T> settings, Function<T, MessagingProvider> provider) {
    List<T> others = accounts(form, settings);
    List<T> all = new ArrayList<>();
    if (provider.apply(properties).connected() || others.isEmpty()) {
      all.add(properties);
    }
    all.addAll(others);
    Set<String> names = new HashSet<>();
    for (T served : all) {
      MessagingProvider account = provider.apply(served);
      WrongSetting.unless(
          names.add(account.account()),
          "Two accounts of "
              + account.name()
              + " are called "
              + account.account()
              + ": give one a name in messaging.accounts-file.");
    }
    return all;
  }

  /** The accounts of a provider in the file, in their order; none where there is no file. */
  <T> List<T> accounts(Form form, Class<T> settings) {
    Object list = content.get(form.provider());
    if (list == null) {
      return List.of();
    }
    WrongSetting.unless(list instanceof List, where(form.provider()) + "it must be a list.");
    List<T> accounts = new ArrayList<>();
    for (Object entry : (List<?>) list) {
      String where = where(form.provider() + ' ' + (accounts.size() + 1));
      if (!(entry instanceof Map<?, ?> map)) {
        throw new WrongSetting(where + "it must have settings, like url: and agent:.");
      }
      accounts.add(account(where, map, form, settings));
    }
    return accounts;
  }

  private <T> T account(String where, Map<?, ?> entry, Form form, Class<T> settings) {
    Map<String, String> given = new LinkedHashMap<>();
    flatten(where, "", entry, form, given);
    WrongSetting.unless(
        NAME.matcher(given.getOrDefault("name", "")).matches(),
        where + "a name begins with a letter and has letters, digits, '.', '_' and '-'.");
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", "");
    form.own().forEach(property -> values.put(property, ""));
    if (given.containsKey("url")) {
      form.secrets().forEach(property -> values.put(property, ""));
    }
    values.putAll(given);
    Map<String, String> named = new LinkedHashMap<>();
    named.put(form.provider() + ".names.file", Path.of(file).getFileName().toString());
    values.forEach((property, value) -> {
      named.put(form.provider() + '.' + property, value);
      named.put(form.provider() + ".names.entries[" + property + ']', form.entry(property));
    });
    List<ConfigurationPropertySource> sources = new ArrayList<>();
    sources.add(new MapConfigurationPropertySource(named));
    ConfigurationPropertySources.get(environment).forEach(sources::add);
    try {
      return new Binder(sources, new PropertySourcesPlaceholdersResolver(environment))
          .bind(form.provider(), settings)
          .get();
    } catch (BindException wrong) {
      throw new WrongSetting(where + reason(wrong), wrong);
    }
  }

  private static String reason(BindException wrong) {
    String reason = wrong.getName() + " cannot be read.";
    for (Throwable t = wrong; t != null; t = t.getCause()) {
      if (t instanceof BindException inner) {
        reason = inner.getName() + " cannot be read.";
      } else if (t instanceof WrongSetting sentence) {
        return String.valueOf(sentence.getMessage());
      }
    }
    return reason;
  }

  private void flatten(
      String where, String prefix, Map<?, ?> entry, Form form, Map<String, String> into) {
    entry.forEach((key, value) -> {
      String written = prefix + String.valueOf(key).strip();
      String name = written.toLowerCase(Locale.ROOT).replace('_', '-');
      boolean isFile = name.endsWith("-file") && !isProperty(form, name);
      String bare = isFile ? name.substring(0, name.length() - "-file".length()) : name;
      String property = form.aliases().getOrDefault(bare, bare);
      if (value instanceof Map<?, ?> map && !isProperty(form, property)) {
        flatten(where, property + '.', map, form, into);
        return;
      }
      WrongSetting.unless(
          isProperty(form, property), where + "there is no setting called " + written + '.');
      String text = resolved(where, written, text(value));
      into.put(
          property, isFile ? text(where + written, text).replaceAll("\\s*\\R\\s*", ",") : text);
    });
  }

  private boolean isProperty(Form form, String name) {
    return name.equals("name") || environment.containsProperty(form.provider() + '.' + name);
  }

  /** A value as a property has it: of a list with commas, of a map with equals signs as well. */
  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(","));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(pair -> pair.getKey() + "=" + pair.getValue())
              .collect(Collectors.joining(","));
      default -> String.valueOf(value);
    };
  }

  private String resolved(String where, String name, String value) {
    try {
      return environment.resolveRequiredPlaceholders(value);
    } catch (IllegalArgumentException unset) {
      throw new WrongSetting(where + name + " names a variable that is not set.", unset);
    }
  }

  private String where(String place) {
    return "In " + file + ", " + place + ": ";
  }
}

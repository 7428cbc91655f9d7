package dev.sessionmanager.messaging;

import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the operator has written an account's settings, so that what is said about them names what
 * they can change: variables, or entries of {@code messaging.accounts-file}.
 *
 * @param file the file's name, without its folder; empty: variables and properties
 * @param entries of the file, by the property; those that the account takes from the variables are
 *     missing
 */
public record SettingNames(
    @DefaultValue("") String file, @DefaultValue Map<String, String> entries) {

  /** Where there is no file. */
  public static final SettingNames VARIABLES = new SettingNames("", Map.of());

  public SettingNames {
    entries = Map.copyOf(entries);
  }

  /**
   * A setting, as it is written.
   *
   * @param property behind the provider's name: {@code webhook.header-value}
   * @param variable its name outside of the file
   */
  public String of(String property, String variable) {
    return entries.getOrDefault(property, variable);
  }

  /** The same, with where it stands, for who does not read it beside the file's name. */
  public String of(String property, String variable, String account) {
    String entry = entries.get(property);
    return entry == null ? variable : entry + " of " + account + " in " + file;
  }
}

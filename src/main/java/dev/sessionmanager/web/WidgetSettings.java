package dev.sessionmanager.web;

import dev.sessionmanager.problem.WrongSetting;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the chat may stand in a page of another site, which {@code /widget.js} puts it into.
 *
 * @param origins of those pages, like https://shop.example.org ({@code widget.origins})
 */
@ConfigurationProperties("widget")
record WidgetSettings(List<String> origins) {

  /** As browsers send it; whatever else stood here would stand in a header. */
  private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?");

  WidgetSettings {
    origins = origins.stream().map(String::strip).filter(one -> !one.isEmpty()).toList();
    for (String origin : origins) {
      WrongSetting.when(
          !ORIGIN.matcher(origin).matches(),
          "widget.origins must be origins like https://shop.example.org, in small letters and"
              + " without a path: "
              + origin
              + " is none.");
    }
  }

  /** Whose pages may have the chat in a frame, as the policy of its page says it. */
  String frameAncestors() {
    return origins.isEmpty() ? "'none'" : String.join(" ", origins);
  }
}

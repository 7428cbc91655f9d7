package dev.sessionmanager.channel.whatsapp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real numbers behind hidden ones, as events have told both ({@code remoteJidAlt}, {@code
 * senderPn}); later events may tell the hidden one alone, also after a restart. Any thread.
 */
final class HiddenNumbers {

  private static final Logger logger = LoggerFactory.getLogger(HiddenNumbers.class);

  private final Cache<String, Jid> told;
  private final String account;
  private final Function<String, Optional<String>> kept;
  private final BiConsumer<String, String> keep;

  /**
   * Those of one instance.
   *
   * @param kept finds the name of a person by a hidden one, both as messaging has them
   * @param keep is given both
   */
  HiddenNumbers(
      EvolutionSettings settings,
      Function<String, Optional<String>> kept,
      BiConsumer<String, String> keep) {
    this.told = Caffeine.newBuilder().maximumSize(settings.rememberedMax()).build();
    this.account = settings.account();
    this.kept = kept;
    this.keep = keep;
  }

  /** As an event of this process has told it; null where none has. */
  @Nullable Jid told(Jid hidden) {
    return told.getIfPresent(hidden.user());
  }

  /** As any event ever has; null where none has. */
  @Nullable Jid find(Jid hidden) {
    Jid number = told(hidden);
    return number != null
        ? number
        : kept.apply(name(hidden))
            .map(name -> Jid.of(name.substring(name.lastIndexOf('/') + 1)))
            .orElse(null);
  }

  /** An event tells both. */
  void tell(Jid hidden, Jid number) {
    try {
      keep.accept(name(hidden), name(number));
      told.put(hidden.user(), number);
    } catch (RuntimeException notStored) { // the next event tells it again
      logger.warn("The number behind a hidden one could not be kept", notStored);
    }
  }

  private String name(Jid jid) {
    return account + '/' + jid;
  }
}

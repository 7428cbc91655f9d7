package dev.sessionmanager.messaging;

import java.util.Locale;
import org.springframework.context.MessageSource;

/** What a customer sends without words, and no agent can read yet. */
public enum Media {
  AUDIO,
  IMAGE,
  VIDEO,
  DOCUMENT,
  STICKER,
  LOCATION,
  CONTACT,
  OTHER;

  private String key() {
    return "media." + name().toLowerCase(Locale.ROOT);
  }

  /** The word that stands for it as {@link Arrival#text()}. */
  public String word(MessageSource sentences, Locale language) {
    return sentences.getMessage(key(), null, language);
  }

  /** The honest sentence to answer it with, as {@link Arrival#note()}. */
  public String note(MessageSource sentences, Locale language) {
    return sentences.getMessage(key() + ".note", null, language);
  }
}

package dev.sessionmanager.messaging;

import java.util.Locale;
import org.springframework.context.MessageSource;

/** What a customer sends without words, and no agent can read yet. */
public enum Media {
  AUDIO("media.audio", "media.audio.note"),
  IMAGE("media.image", "media.image.note"),
  VIDEO("media.video", "media.video.note"),
  DOCUMENT("media.document", "media.document.note"),
  STICKER("media.sticker", "media.sticker.note"),
  LOCATION("media.location", "media.location.note"),
  CONTACT("media.contact", "media.contact.note"),
  OTHER("media.other", "media.other.note");

  private final String word;
  private final String note;

  Media(String word, String note) {
    this.word = word;
    this.note = note;
  }

  /** The word that stands for it as {@link Arrival#text()}. */
  public String word(MessageSource sentences, Locale language) {
    return sentences.getMessage(word, null, language);
  }

  /** The honest sentence to answer it with, as {@link Arrival#note()}. */
  public String note(MessageSource sentences, Locale language) {
    return sentences.getMessage(note, null, language);
  }
}

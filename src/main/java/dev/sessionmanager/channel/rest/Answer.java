package dev.sessionmanager.channel.rest;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/** The envelope of the contract: {@code CommunicateResponse}, and every other success here. */
record Answer(boolean success, String message, Object data) {

  /** With the bundles' text of this key as its message. */
  static Answer of(MessageSource messages, String key, Object data) {
    return new Answer(true, messages.getMessage(key, null, LocaleContextHolder.getLocale()), data);
  }
}

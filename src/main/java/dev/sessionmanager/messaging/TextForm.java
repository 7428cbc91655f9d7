package dev.sessionmanager.messaging;

/** The form of text that a messaging provider shows to people. */
public enum TextForm {

  /** As agents write. */
  MARKDOWN("", ""),

  /**
   * WhatsApp's marks (faq.whatsapp.com, "How to format your messages"): one star for bold, one
   * underscore for italic.
   */
  WHATSAPP("*", "_"),

  /** For providers that show every mark as it is. */
  PLAIN("", "");

  private final String bold;
  private final String italic;

  TextForm(String bold, String italic) {
    this.bold = bold;
    this.italic = italic;
  }

  /** A reply in this form; lists become lines with a dot, tables lines, links their address. */
  public String of(String markdown) {
    return this == MARKDOWN ? markdown : new MarkdownText(bold, italic).of(markdown);
  }
}

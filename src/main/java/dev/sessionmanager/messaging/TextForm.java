package dev.sessionmanager.messaging;

/** The form of text that a messaging provider shows to people. */
public enum TextForm {

  /** As agents write. */
  MARKDOWN("", "", "", "", ""),

  /**
   * The Markdown that every inbox of Chatwoot shows, whatever it stands for: chatwoot's {@code
   * Messages::MarkdownRendererService} turns bold, italics and lists into each inbox's form, but
   * leaves headings and tables as they are, drops what a link is called on WhatsApp, and gives an
   * API inbox everything as it is written.
   */
  COMMON("**", "*", "~~", "`", "- "),

  /**
   * WhatsApp's marks (faq.whatsapp.com, "How to format your messages"): one star for bold, one
   * underscore for italic, a tilde for what is struck out, backticks for code.
   */
  WHATSAPP("*", "_", "~", "`", "• "),

  /** For providers that show every mark as it is. */
  PLAIN("", "", "", "", "• ");

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts
  private final TextMarks marks;

  TextForm(String bold, String italic, String struck, String code, String bullet) {
    this.marks = new TextMarks(bold, italic, struck, code, bullet);
  }

  /** A reply in this form; headings become bold, tables lines, links their address. */
  public String of(String markdown) {
    return of(markdown, "");
  }

  /**
   * As above.
   *
   * @param site what links within the service, which begin with a slash, have before it: {@code
   *     https://chat.example.org}; {@code ""} for nothing
   */
  public String of(String markdown, String site) {
    return this == MARKDOWN ? markdown : new MarkdownText(marks, site).of(markdown);
  }
}

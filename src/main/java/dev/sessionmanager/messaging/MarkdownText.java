package dev.sessionmanager.messaging;

import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/**
 * Writes Markdown (CommonMark 0.31 with GitHub's tables) in a messenger's own form; for one text.
 */
final class MarkdownText {

  /** Lists and quotations within each other; what is deeper is read as text. */
  private static final int NESTING_MAX = 32;

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .maxOpenBlockParsers(NESTING_MAX)
          .build();

  private final String bold;
  private final String italic;
  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** Writes with these marks around what is bold or italic. */
  MarkdownText(String bold, String italic) {
    this.bold = bold;
    this.italic = italic;
  }

  String of(String markdown) {
    write(PARSER.parse(markdown));
    return text.toString().strip();
  }

  private void write(Node node) {
    switch (node) {
      case Paragraph paragraph -> block(paragraph, "");
      case Heading heading -> {
        startBlock(heading);
        marked(bold, heading);
      }
      case ListBlock list -> list(list);
      case ListItem item -> item(item);
      case StrongEmphasis strong -> marked(bold, strong);
      case Emphasis emphasis -> marked(italic, emphasis);
      case Text words -> text.append(words.getLiteral());
      case Code code -> text.append(code.getLiteral());
      case HtmlInline html -> text.append(html.getLiteral());
      case SoftLineBreak _, HardLineBreak _ -> text.append('\n');
      case FencedCodeBlock code -> block(code, code.getLiteral().stripTrailing());
      case IndentedCodeBlock code -> block(code, code.getLiteral().stripTrailing());
      case HtmlBlock html -> block(html, html.getLiteral());
      case ThematicBreak line -> block(line, "———");
      case Link link -> address(link, link.getDestination());
      case Image image -> address(image, image.getDestination());
      case TableBlock table -> block(table, "");
      // Rows and cells of tables: a line each, with a dash between the cells.
      case TableRow row -> {
        text.append(row.getParent() instanceof TableHead ? "" : "\n");
        children(row);
      }
      case TableCell cell -> {
        text.append(cell.getPrevious() == null ? "" : " — ");
        children(cell);
      }
      default -> children(node);
    }
  }

  private void children(Node node) {
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      write(child);
    }
  }

  private void marked(String mark, Node node) {
    text.append(mark);
    children(node);
    text.append(mark);
  }

  /** A block with a text of its own, or with what is within it. */
  private void block(Node node, String own) {
    startBlock(node);
    text.append(own);
    children(node);
  }

  /** A block begins on a line of its own; outside of lists one line is left free before it. */
  private void startBlock(Node node) {
    if (!text.isEmpty() && !(node.getParent() instanceof ListItem)) {
      text.append(depth == 0 ? "\n\n" : "\n");
    } else if (node.getPrevious() != null) {
      text.append('\n').append("  ".repeat(depth));
    }
  }

  private void list(ListBlock list) {
    text.append(!text.isEmpty() && depth == 0 ? "\n" : "");
    depth++;
    children(list);
    depth--;
  }

  private void item(ListItem item) {
    text.append(text.isEmpty() ? "" : "\n").append("  ".repeat(depth - 1)).append(sign(item));
    children(item);
  }

  private static String sign(ListItem item) {
    if (!(item.getParent() instanceof OrderedList list)) {
      return "• ";
    }
    Integer first = list.getMarkerStartNumber();
    int number = first == null ? 1 : first;
    for (Node before = item.getPrevious(); before != null; before = before.getPrevious()) {
      number++;
    }
    return number + ". ";
  }

  /** What a link or picture is called, and its address, which every messenger makes a link. */
  private void address(Node node, String destination) {
    int start = text.length();
    children(node);
    String called = text.substring(start);
    if (!called.isBlank() && !destination.endsWith(called)) {
      text.append(": ").append(destination);
    } else {
      text.setLength(start);
      text.append(destination.replaceFirst("^mailto:", ""));
    }
  }
}

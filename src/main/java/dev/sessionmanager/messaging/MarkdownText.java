package dev.sessionmanager.messaging;

import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
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
final class MarkdownText extends AbstractVisitor {

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
    PARSER.parse(markdown).accept(this);
    return text.toString().strip();
  }

  private void marked(String mark, Node node) {
    text.append(mark);
    visitChildren(node);
    text.append(mark);
  }

  /** A block begins on a line of its own; outside of lists one line is left free before it. */
  private void block(Node node) {
    if (!text.isEmpty() && !(node.getParent() instanceof ListItem)) {
      text.append(depth == 0 ? "\n\n" : "\n");
    } else if (node.getPrevious() != null) {
      text.append('\n').append("  ".repeat(depth));
    }
  }

  @Override
  public void visit(Paragraph paragraph) {
    block(paragraph);
    visitChildren(paragraph);
  }

  @Override
  public void visit(Heading heading) {
    block(heading);
    marked(bold, heading);
  }

  @Override
  public void visit(BulletList list) {
    list(list);
  }

  @Override
  public void visit(OrderedList list) {
    list(list);
  }

  private void list(ListBlock list) {
    if (!text.isEmpty()) {
      text.append(depth == 0 ? "\n" : "");
    }
    depth++;
    visitChildren(list);
    depth--;
  }

  @Override
  public void visit(ListItem item) {
    if (!text.isEmpty()) {
      text.append('\n');
    }
    text.append("  ".repeat(depth - 1)).append(sign(item));
    visitChildren(item);
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

  @Override
  public void visit(StrongEmphasis strong) {
    marked(bold, strong);
  }

  @Override
  public void visit(Emphasis emphasis) {
    marked(italic, emphasis);
  }

  @Override
  public void visit(Code code) {
    text.append(code.getLiteral());
  }

  @Override
  public void visit(FencedCodeBlock code) {
    block(code);
    text.append(code.getLiteral().stripTrailing());
  }

  @Override
  public void visit(IndentedCodeBlock code) {
    block(code);
    text.append(code.getLiteral().stripTrailing());
  }

  @Override
  public void visit(Link link) {
    address(link, link.getDestination());
  }

  @Override
  public void visit(Image image) {
    address(image, image.getDestination());
  }

  /** What a link or picture is called, and its address, which every messenger makes a link. */
  private void address(Node node, String destination) {
    int start = text.length();
    visitChildren(node);
    String called = text.substring(start);
    if (!called.isBlank() && !destination.endsWith(called)) {
      text.append(": ").append(destination);
    } else {
      text.setLength(start);
      text.append(destination.replaceFirst("^mailto:", ""));
    }
  }

  @Override
  public void visit(HtmlInline html) {
    text.append(html.getLiteral());
  }

  @Override
  public void visit(HtmlBlock html) {
    block(html);
    text.append(html.getLiteral());
  }

  @Override
  public void visit(ThematicBreak line) {
    block(line);
    text.append("———");
  }

  @Override
  public void visit(SoftLineBreak line) {
    text.append('\n');
  }

  @Override
  public void visit(HardLineBreak line) {
    text.append('\n');
  }

  @Override
  public void visit(Text words) {
    text.append(words.getLiteral());
  }

  @Override
  public void visit(CustomBlock table) {
    if (table instanceof TableBlock) {
      block(table);
    }
    visitChildren(table);
  }

  /** Rows and cells of tables: a line each, with a dash between the cells. */
  @Override
  public void visit(CustomNode node) {
    if (node instanceof TableRow && !(node.getParent() instanceof TableHead)) {
      text.append('\n');
    } else if (node instanceof TableCell && node.getPrevious() != null) {
      text.append(" — ");
    }
    visitChildren(node);
  }
}

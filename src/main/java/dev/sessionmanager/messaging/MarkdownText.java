package dev.sessionmanager.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
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

  private final TextMarks form;
  private final String site;
  private final StringBuilder text = new StringBuilder();
  private int depth;
  private boolean inBold;

  /**
   * @param site what links that begin with one slash have before it
   */
  MarkdownText(TextMarks form, String site) {
    this.form = form;
    this.site = site;
  }

  String of(String markdown) {
    write(PARSER.parse(LooseMarkdown.tidy(markdown)));
    return text.toString().strip();
  }

  private void write(Node node) {
    switch (node) {
      case Paragraph paragraph -> block(paragraph, "");
      case Heading heading -> {
        startBlock(heading);
        bold(heading);
      }
      case ListBlock list -> list(list);
      case ListItem item -> item(item);
      case BlockQuote quote -> quote(quote);
      case StrongEmphasis strong -> bold(strong);
      case Emphasis emphasis -> marked(form.italic(), emphasis);
      case Text words -> text.append(LooseMarkdown.struck(words.getLiteral(), form.struck()));
      case Code code -> text.append(form.code()).append(code.getLiteral()).append(form.code());
      case HtmlInline html -> text.append(LooseMarkdown.words(html.getLiteral()));
      case SoftLineBreak _, HardLineBreak _ -> text.append('\n');
      case FencedCodeBlock code -> code(code, code.getLiteral());
      case IndentedCodeBlock code -> block(code, code.getLiteral().stripTrailing());
      case HtmlBlock html -> block(html, LooseMarkdown.words(html.getLiteral()).strip());
      case ThematicBreak line -> block(line, "———");
      case Link link -> address(link, link.getDestination());
      case Image image -> address(image, image.getDestination());
      case TableBlock table -> table(table);
      default -> children(node);
    }
  }

  private void children(Node node) {
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      write(child);
    }
  }

  /** Bold within bold, as in a heading that is bold already, is bold once. */
  private void bold(Node node) {
    boolean outer = inBold;
    inBold = true;
    if (outer) {
      children(node);
    } else {
      marked(form.bold(), node);
    }
    inBold = outer;
  }

  /**
   * With the mark around each line of it; without, where a letter touches it and messengers would
   * show the mark itself.
   */
  private void marked(String mark, Node node) {
    int start = text.length();
    children(node);
    String within = text.substring(start);
    boolean touched =
        (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1)))
            || (node.getNext() instanceof Text next
                && !next.getLiteral().isEmpty()
                && Character.isLetterOrDigit(next.getLiteral().charAt(0)));
    if (mark.isEmpty() || within.isBlank() || touched) {
      return;
    }
    text.setLength(start);
    text.append(
        within
            .lines()
            .map(line -> line.isBlank() ? line : around(line, mark))
            .collect(Collectors.joining("\n")));
  }

  private static String around(String line, String mark) {
    String words = line.strip();
    int at = line.indexOf(words);
    return line.substring(0, at) + mark + words + mark + line.substring(at + words.length());
  }

  /** A block with a text of its own, or with what is within it. */
  private void block(Node node, String own) {
    startBlock(node);
    text.append(own);
    children(node);
  }

  private void code(Node node, String code) {
    String fence = form.code().repeat(3);
    String body = code.stripTrailing();
    block(node, fence.isEmpty() ? body : fence + '\n' + body + '\n' + fence);
  }

  private void quote(BlockQuote quote) {
    startBlock(quote);
    int start = text.length();
    children(quote);
    String within = text.substring(start).strip();
    text.setLength(start);
    text.append(
        form.bold().isEmpty()
            ? within
            : within
                .lines()
                .map(line -> line.isBlank() ? ">" : "> " + line)
                .collect(Collectors.joining("\n")));
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

  private String sign(ListItem item) {
    if (!(item.getParent() instanceof OrderedList list)) {
      return form.bullet();
    }
    Integer first = list.getMarkerStartNumber();
    int number = first == null ? 1 : first;
    for (Node before = item.getPrevious(); before != null; before = before.getPrevious()) {
      number++;
    }
    return number + ". ";
  }

  /** A line a row, each value with the name of its column before it. */
  private void table(TableBlock table) {
    List<String> names = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
        List<String> cells = cells((TableRow) row);
        if (part instanceof TableHead) {
          names.addAll(cells);
        } else {
          lines.add(form.bullet() + line(names, cells));
        }
      }
    }
    startBlock(table);
    text.append(lines.isEmpty() ? String.join(" — ", names) : String.join("\n", lines));
  }

  private static String line(List<String> names, List<String> cells) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String name = i < names.size() ? names.get(i) : "";
      if (!cells.get(i).isEmpty()) {
        values.add(name.isEmpty() ? cells.get(i) : name + ": " + cells.get(i));
      }
    }
    return String.join(" — ", values);
  }

  private List<String> cells(TableRow row) {
    List<String> cells = new ArrayList<>();
    for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
      if (cell instanceof TableCell) {
        int start = text.length();
        children(cell);
        cells.add(text.substring(start).strip());
        text.setLength(start);
      }
    }
    return cells;
  }

  /** What a link or picture is called, and its address, which every messenger makes a link. */
  private void address(Node node, String written) {
    boolean within = written.startsWith("/") && !written.startsWith("//");
    String destination = within ? site + written : written;
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

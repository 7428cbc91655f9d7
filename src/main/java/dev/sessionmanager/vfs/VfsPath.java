package dev.sessionmanager.vfs;

import dev.sessionmanager.problem.Problem;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.util.UriUtils;

/**
 * A file's path inside a user's folder: relative, NFC, with {@code /} between its parts, and made
 * only of parts that mean the same to every file system.
 *
 * <p>On disk every byte outside printable ASCII is written as {@code %XX}: a JVM started in a plain
 * C locale cannot open other names at all.
 */
record VfsPath(List<String> parts) {

  /** NAME_MAX of every common file system, in bytes of the encoded name. */
  private static final int NAME_BYTES = 255;

  private static final String FORBIDDEN = "/\\:*?\"<>|";

  /** Device names of Windows, whatever their ending: a folder may be copied there one day. */
  private static final Pattern RESERVED =
      Pattern.compile("con|prn|aux|nul|(com|lpt)[0-9]|con(in|out)\\$");

  /**
   * @throws Problem INVALID with the field {@code path} when the path could leave the folder, mean
   *     two things, or be too long; also when it has more than {@code maxDepth} parts
   */
  static VfsPath parse(String path, int maxDepth) {
    List<String> parts = List.of(Normalizer.normalize(path, Normalizer.Form.NFC).split("/", -1));
    if (parts.size() > maxDepth) {
      throw Problem.fields(Map.of("path", "vfs.path.depth"), maxDepth).setting("VFS_MAX_DEPTH");
    }
    if (!parts.stream().allMatch(VfsPath::safe)) {
      throw Problem.fields(Map.of("path", "vfs.path.unsafe"));
    }
    return new VfsPath(parts);
  }

  /**
   * The part of a path whose name on disk this is; empty when this class did not write the name.
   */
  static Optional<String> decode(String onDisk) {
    try {
      String part = UriUtils.decode(onDisk, StandardCharsets.UTF_8);
      return safe(part) && encode(part).equals(onDisk) ? Optional.of(part) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The name of a part on disk, in ASCII. */
  static String encode(String part) {
    StringBuilder name = new StringBuilder(part.length());
    for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0x20 && b < 0x7f && b != '%') {
        name.append((char) b);
      } else {
        name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return name.toString();
  }

  String fileName() {
    return parts.getLast();
  }

  List<String> onDisk() {
    return parts.stream().map(VfsPath::encode).toList();
  }

  @Override
  public String toString() {
    return String.join("/", parts);
  }

  private static boolean safe(String part) {
    return plain(part)
        // Full-width dots and slashes turn into real ones in software that normalises to NFKC.
        && plain(Normalizer.normalize(part, Normalizer.Form.NFKC))
        && Normalizer.isNormalized(part, Normalizer.Form.NFC)
        && StandardCharsets.UTF_8.newEncoder().canEncode(CharBuffer.wrap(part))
        && encode(part).length() <= NAME_BYTES;
  }

  private static boolean plain(String part) {
    if (part.isBlank() || part.startsWith(" ") || part.endsWith(" ") || part.endsWith(".")) {
      return false;
    }
    int dot = part.indexOf('.');
    String stem = dot < 0 ? part : part.substring(0, dot);
    return !RESERVED.matcher(stem.strip().toLowerCase(Locale.ROOT)).matches()
        && part.codePoints().allMatch(VfsPath::visible)
        && part.chars().noneMatch(c -> FORBIDDEN.indexOf(c) >= 0);
  }

  /** No control characters, nothing invisible (bidi overrides, joiners), nothing unassigned. */
  private static boolean visible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

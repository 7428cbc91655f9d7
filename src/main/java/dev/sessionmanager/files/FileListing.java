package dev.sessionmanager.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.TreeSet;

/**
 * Which files of a user's are watched.
 *
 * @param place a folder of Markdown files, or a file; need not exist
 * @param depth 0 for the file itself, 1 for the files of the folder, 2 for those of its folders
 * @param maxFiles that are read: the first of them by name
 * @param maxFilesSetting the setting that says so
 * @param maxBytes of the largest file that is read
 * @param maxBytesSetting the setting that says so
 */
public record FileListing(
    Path place,
    int depth,
    int maxFiles,
    String maxFilesSetting,
    long maxBytes,
    String maxBytesSetting) {

  /**
   * The files that are there now, by name, and one more where there are more than may be read.
   * Files end in .md; hidden ones, which are editors' temporary files, and a README are left out.
   */
  TreeSet<Path> list() throws IOException {
    TreeSet<Path> files = new TreeSet<>();
    try {
      if (depth > 0) {
        list(place, depth, files);
      } else if (Files.isRegularFile(place)) {
        files.add(place);
      }
    } catch (NoSuchFileException e) {
      return new TreeSet<>();
    } catch (NotDirectoryException e) {
      throw new IOException("it is not a folder", e);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  private void list(Path folder, int depth, TreeSet<Path> files) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      for (Path path : found) {
        if (depth > 1) {
          if (Files.isDirectory(path)) {
            list(path, depth - 1, files);
          }
        } else if (isMarkdown(path.getFileName().toString())) {
          files.add(path);
          if (files.size() > maxFiles + 1) {
            files.pollLast();
          }
        }
      }
    }
  }

  private static boolean isMarkdown(String name) {
    return name.endsWith(".md") && !name.startsWith(".") && !name.equalsIgnoreCase("README.md");
  }
}

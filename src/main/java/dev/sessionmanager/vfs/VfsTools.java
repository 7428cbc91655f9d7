package dev.sessionmanager.vfs;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.tool.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The user's own files for models and agents: which there are, and what one says. Read only. */
public final class VfsTools {

  /** Files that a listing shows at most. */
  private static final int LISTED_MAX = 200;

  /** Bytes of a file that are shown; about four thousand tokens. */
  private static final int SHOWN_MAX = 16 * 1024;

  private VfsTools() {}

  public static List<Tool> of(Vfs vfs) {
    return List.of(listing(vfs), reading(vfs));
  }

  public static Tool listing(Vfs vfs) {
    return new FileTool(
        "listar_archivos",
        "Lists the paths and sizes of the user's own files.",
        Map.of("type", "object", "properties", Map.of()),
        (username, arguments) -> list(vfs, username));
  }

  public static Tool reading(Vfs vfs) {
    return new FileTool(
        "leer_archivo",
        "Reads one of the user's own text files, by its path as listar_archivos gives it.",
        Map.of(
            "type",
            "object",
            "properties",
            Map.of("ruta", Map.of("type", "string", "description", "The file's path.")),
            "required",
            List.of("ruta")),
        (username, arguments) ->
            arguments.get("ruta") instanceof String path
                ? read(vfs, username, path)
                : "Falta «ruta», la ruta del archivo.");
  }

  private interface Use {
    String answer(String username, Map<String, Object> arguments);
  }

  private record FileTool(String name, String description, Map<String, Object> parameters, Use use)
      implements Tool {

    @Override
    public Answer use(Map<String, Object> arguments, @Nullable String username) {
      return Answer.of(
          username == null
              ? "Sin iniciar sesión no hay archivos."
              : use.answer(username, arguments));
    }
  }

  private static String list(Vfs vfs, String username) {
    try {
      List<VfsFile> files = vfs.list(username);
      String list =
          files.stream()
              .limit(LISTED_MAX)
              .map(file -> "- " + file.path() + " (" + file.size() + " bytes)")
              .collect(Collectors.joining("\n"));
      return files.isEmpty()
          ? "No hay archivos."
          : files.size() > LISTED_MAX ? list + "\n- … " + files.size() + " en total" : list;
    } catch (IOException e) {
      return "Los archivos no se pueden leer ahora.";
    }
  }

  private static String read(Vfs vfs, String username, String path) {
    try (Vfs.Download download = vfs.read(username, path).orElse(null)) {
      if (download == null) {
        return "No existe el archivo " + path + '.';
      }
      byte[] bytes = download.content().readNBytes(SHOWN_MAX);
      boolean whole = download.file().size() <= bytes.length;
      return text(bytes) + (whole ? "" : "\n… (sigue)");
    } catch (CharacterCodingException e) {
      return "El archivo " + path + " no es de texto.";
    } catch (Problem e) {
      return "La ruta " + path + " no es válida.";
    } catch (IOException e) {
      return "El archivo no se puede leer ahora.";
    }
  }

  /**
   * A character that the limit has cut in two is left away; anything else that is no UTF-8 is
   * refused.
   */
  private static String text(byte[] bytes) throws CharacterCodingException {
    int end = bytes.length;
    if (end == SHOWN_MAX) {
      for (int back = 0; back < 3 && (bytes[end - 1] & 0xC0) == 0x80; back++) {
        end--;
      }
      end -= (bytes[end - 1] & 0xC0) == 0xC0 ? 1 : 0;
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
  }
}

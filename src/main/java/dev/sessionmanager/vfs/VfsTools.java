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

  private static final String NOBODY = "Sin iniciar sesión no hay archivos.";

  private VfsTools() {}

  public static List<Tool> of(Vfs vfs) {
    return List.of(new Listing(vfs), new Reading(vfs));
  }

  public record Listing(Vfs vfs) implements Tool {

    @Override
    public String name() {
      return "listar_archivos";
    }

    @Override
    public String description() {
      return "Lists the paths and sizes of the user's own files.";
    }

    @Override
    public Map<String, Object> parameters() {
      return Map.of("type", "object", "properties", Map.of());
    }

    @Override
    public Answer use(Map<String, Object> arguments, @Nullable String username) {
      if (username == null) {
        return Answer.of(NOBODY);
      }
      try {
        List<VfsFile> files = vfs.list(username);
        String list =
            files.stream()
                .limit(LISTED_MAX)
                .map(file -> "- " + file.path() + " (" + file.size() + " bytes)")
                .collect(Collectors.joining("\n"));
        return Answer.of(
            files.isEmpty()
                ? "No hay archivos."
                : files.size() > LISTED_MAX ? list + "\n- … " + files.size() + " en total" : list);
      } catch (IOException e) {
        return Answer.of("Los archivos no se pueden leer ahora.");
      }
    }
  }

  public record Reading(Vfs vfs) implements Tool {

    @Override
    public String name() {
      return "leer_archivo";
    }

    @Override
    public String description() {
      return "Reads one of the user's own text files, by its path as listar_archivos gives it.";
    }

    @Override
    public Map<String, Object> parameters() {
      return Map.of(
          "type",
          "object",
          "properties",
          Map.of("ruta", Map.of("type", "string", "description", "The file's path.")),
          "required",
          List.of("ruta"));
    }

    @Override
    public Answer use(Map<String, Object> arguments, @Nullable String username) {
      if (username == null) {
        return Answer.of(NOBODY);
      }
      if (!(arguments.get("ruta") instanceof String path)) {
        return Answer.of("Falta «ruta», la ruta del archivo.");
      }
      try (Vfs.Download download = vfs.read(username, path).orElse(null)) {
        if (download == null) {
          return Answer.of("No existe el archivo " + path + '.');
        }
        byte[] bytes = download.content().readNBytes(SHOWN_MAX);
        boolean whole = download.file().size() <= bytes.length;
        return Answer.of(text(bytes) + (whole ? "" : "\n… (sigue)"));
      } catch (CharacterCodingException e) {
        return Answer.of("El archivo " + path + " no es de texto.");
      } catch (Problem e) {
        return Answer.of("La ruta " + path + " no es válida.");
      } catch (IOException e) {
        return Answer.of("El archivo no se puede leer ahora.");
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
}

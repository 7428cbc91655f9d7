package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.vfs.Vfs;
import dev.sessionmanager.vfs.VfsFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vfs agent's own calls: the files of the user named in the header. */
final class VfsRoutes implements AgentRoutes {

  private static final String FILES = "/files";

  private final Vfs vfs;

  VfsRoutes(Vfs vfs) {
    this.vfs = vfs;
  }

  @Override
  public List<String> endpoints() {
    return List.of("GET /files", "GET /files/{path}", "PUT /files/{path}", "DELETE /files/{path}");
  }

  @Override
  public @Nullable Answer answer(Call call) throws IOException {
    if (call.path().equals(FILES)) {
      if (!call.method().equals("GET")) {
        throw new Problem(Problem.Kind.METHOD_NOT_ALLOWED);
      }
      return Answer.ok(Map.of("files", vfs.list(user(call))));
    }
    return call.path().startsWith(FILES + "/")
        ? file(call, call.path().substring(FILES.length() + 1))
        : null;
  }

  private Answer file(Call call, String path) throws IOException {
    return switch (call.method()) {
      case "GET" -> {
        Vfs.Download download = vfs.read(user(call), path).orElseThrow(VfsRoutes::missing);
        yield new Answer(200, Map.of(), download);
      }
      case "PUT" -> {
        VfsFile.Written written = vfs.write(user(call), path, call.body());
        yield new Answer(written.created() ? 201 : 200, written.file(), null);
      }
      case "DELETE" -> {
        if (!vfs.delete(user(call), path)) {
          throw missing();
        }
        yield Answer.ok(Map.of("deleted", path));
      }
      default -> throw new Problem(Problem.Kind.METHOD_NOT_ALLOWED);
    };
  }

  private static String user(Call call) {
    String user = call.user();
    if (user == null || user.isBlank()) {
      throw Problem.fields(Map.of("header.x-session-user", "missing"));
    }
    return user;
  }

  private static Problem missing() {
    return new Problem(Problem.Kind.NOT_FOUND, "El archivo no existe");
  }
}

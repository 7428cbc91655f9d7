package dev.sessionmanager.vfs;

import dev.sessionmanager.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The signed-in user's own files; there are none where another runtime is in use. Bodies are
 * streamed both ways; a download is never shown by a browser as part of this site.
 */
@RestController
@RequestMapping("/vfs/files")
@Profile("!runtime")
class VfsController {

  private final @Nullable Vfs files;

  VfsController(@Nullable Vfs files) {
    this.files = files;
  }

  private Vfs vfs() {
    if (files == null) {
      throw new Problem(Problem.Kind.NOT_FOUND);
    }
    return files;
  }

  @GetMapping
  Map<String, List<VfsFile>> list(@Nullable Principal principal) throws IOException {
    return Map.of("files", vfs().list(user(principal)));
  }

  @GetMapping("/{*path}")
  void read(@PathVariable String path, @Nullable Principal principal, HttpServletResponse response)
      throws IOException {
    String user = user(principal);
    try (Vfs.Download download =
        vfs().read(user, relative(path)).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND))) {
      String name = download.file().path();
      response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
      response.setContentLengthLong(download.file().size());
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          ContentDisposition.attachment()
              .filename(name.substring(name.lastIndexOf('/') + 1), StandardCharsets.UTF_8)
              .build()
              .toString());
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
      response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
      download.content().transferTo(response.getOutputStream());
    }
  }

  /** 201 for a new file, 200 for one that replaces another. */
  @PutMapping("/{*path}")
  ResponseEntity<VfsFile> write(
      @PathVariable String path, @Nullable Principal principal, HttpServletRequest request)
      throws IOException {
    VfsFile.Written written =
        vfs().write(user(principal), relative(path), request.getInputStream());
    HttpStatus status = written.created() ? HttpStatus.CREATED : HttpStatus.OK;
    return ResponseEntity.status(status).body(written.file());
  }

  @DeleteMapping("/{*path}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String path, @Nullable Principal principal) throws IOException {
    if (!vfs().delete(user(principal), relative(path))) {
      throw new Problem(Problem.Kind.NOT_FOUND);
    }
  }

  private static String user(@Nullable Principal principal) {
    if (principal == null) {
      throw new Problem(Problem.Kind.UNAUTHENTICATED);
    }
    return principal.getName();
  }

  /** Spring gives the rest of the path with its first slash. */
  private static String relative(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }
}

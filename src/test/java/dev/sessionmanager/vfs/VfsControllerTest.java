package dev.sessionmanager.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.sessionmanager.problem.Problem;
import java.net.URI;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.ModelAndView;

class VfsControllerTest {

  private static final Principal ANA = () -> "ana";
  private static final Principal BOB = () -> "bob";

  @TempDir Path home;
  private MockMvc http;

  @BeforeEach
  void start() {
    Vfs vfs =
        new Vfs(
            new VfsSettings(
                home,
                DataSize.ofBytes(50),
                3,
                DataSize.ofBytes(20),
                4,
                4,
                2,
                Duration.ofMinutes(1)));
    http =
        MockMvcBuilders.standaloneSetup(new VfsController(vfs))
            .setHandlerExceptionResolvers((request, response, handler, failure) -> {
              // How a problem is rendered is another room's job.
              response.setStatus(((Problem) failure).kind().status());
              return new ModelAndView();
            })
            .build();
  }

  @Test
  void keepsTheFilesOfTheSignedInUser() throws Exception {
    http.perform(put("/vfs/files/docs/a ñ.txt").principal(ANA).content("hola"))
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.path").value("docs/a ñ.txt"));
    http.perform(put("/vfs/files/docs/a ñ.txt").principal(ANA).content("adiós"))
        .andExpect(status().isOk());
    http.perform(get("/vfs/files").principal(ANA))
        .andExpect(jsonPath("$.files.length()").value(1))
        .andExpect(jsonPath("$.files[0].path").value("docs/a ñ.txt"))
        .andExpect(jsonPath("$.files[0].size").value(6))
        .andExpect(jsonPath("$.files[0].modified").isNotEmpty());
    http.perform(get("/vfs/files").principal(BOB)).andExpect(jsonPath("$.files").isEmpty());
    http.perform(get("/vfs/files/docs/a ñ.txt").principal(BOB)).andExpect(status().isNotFound());
    http.perform(delete("/vfs/files/docs/a ñ.txt").principal(ANA))
        .andExpect(status().isNoContent());
    http.perform(delete("/vfs/files/docs/a ñ.txt").principal(ANA)).andExpect(status().isNotFound());
  }

  @Test
  void letsNoBrowserShowADownloadAsPartOfTheSite() throws Exception {
    http.perform(put("/vfs/files/x.html").principal(ANA).content("<script>"));
    String disposition =
        http.perform(get("/vfs/files/x.html").principal(ANA).accept(MediaType.TEXT_HTML))
            .andExpect(status().isOk())
            .andExpect(content().contentType(MediaType.APPLICATION_OCTET_STREAM))
            .andExpect(content().bytes("<script>".getBytes(UTF_8)))
            .andExpect(header().string("X-Content-Type-Options", "nosniff"))
            .andExpect(header().longValue("Content-Length", 8))
            .andReturn()
            .getResponse()
            .getHeader("Content-Disposition");
    assertThat(disposition).startsWith("attachment;").contains("x.html");
  }

  @Test
  void refusesStrangers() throws Exception {
    http.perform(get("/vfs/files")).andExpect(status().isUnauthorized());
    http.perform(get("/vfs/files/a")).andExpect(status().isUnauthorized());
    http.perform(put("/vfs/files/a").content("x")).andExpect(status().isUnauthorized());
    http.perform(delete("/vfs/files/a")).andExpect(status().isUnauthorized());
  }

  @Test
  void refusesPathsThatLeadOutAndFilesThatAreTooLarge() throws Exception {
    http.perform(put(URI.create("/vfs/files/%2e%2e/x")).principal(ANA).content("x"))
        .andExpect(status().isUnprocessableContent());
    http.perform(put("/vfs/files/").principal(ANA).content("x"))
        .andExpect(status().isUnprocessableContent());
    http.perform(put("/vfs/files/a").principal(ANA).content("x".repeat(21)))
        .andExpect(status().isContentTooLarge());
  }

  @Test
  void storesWhatCurlCallsAForm() throws Exception {
    http.perform(
        put("/vfs/files/a")
            .principal(ANA)
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .content("a=1&b=2"));
    http.perform(get("/vfs/files/a").principal(ANA)).andExpect(content().string("a=1&b=2"));
  }
}

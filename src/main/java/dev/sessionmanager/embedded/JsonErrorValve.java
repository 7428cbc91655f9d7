package dev.sessionmanager.embedded;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What Tomcat itself refuses (a bad request line, say) is answered as JSON, not as a page. */
final class JsonErrorValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    try {
      response.setContentType("application/json");
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      PrintWriter writer = response.getReporter();
      if (writer != null) {
        writer.write(
            "{\"detail\":\"" + (status == null ? "Error" : status.getReasonPhrase()) + "\"}");
        response.finishResponse();
      }
    } catch (IOException | IllegalStateException e) {
      // The caller is gone, or the answer was under way already.
    }
  }
}

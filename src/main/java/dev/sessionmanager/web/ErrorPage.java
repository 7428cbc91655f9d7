package dev.sessionmanager.web;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.server.RequestRead;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the servlet container shows for an error that no controller has seen. */
@Controller
class ErrorPage implements ErrorController {

  private final ProblemWriter writer;

  ErrorPage(ProblemWriter writer) {
    this.writer = writer;
  }

  @RequestMapping("/error")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Problem cut = CutRequests.problem(RequestRead.current());
    if (cut != null) { // Tomcat takes the end of the input for the client's fault
      writer.write(request, response, cut);
      return;
    }
    Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    Problem problem =
        status instanceof Integer code
            ? ProblemAdvice.ofStatus(HttpStatusCode.valueOf(code))
            : new Problem(Kind.NOT_FOUND); // somebody has asked for /error itself
    writer.write(request, response, thrown instanceof Throwable t ? problem.causedBy(t) : problem);
  }
}

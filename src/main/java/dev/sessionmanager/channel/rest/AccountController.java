package dev.sessionmanager.channel.rest;

import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.User;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The caller's own account, and all that is kept of them. */
@RestController
class AccountController {

  private final Storage storage;
  private final AccountExport export;
  private final MessageSource messages;

  AccountController(Storage storage, AccountExport export, MessageSource messages) {
    this.storage = storage;
    this.export = export;
    this.messages = messages;
  }

  /** Who the caller is, and what they have stored of what they may. */
  @GetMapping("/account")
  Answer account(Caller caller) {
    User user = caller.login().user();
    return Answer.of(
        messages,
        "ok",
        Map.of(
            "user",
            AccountUser.of(user),
            "storage_bytes",
            storage.of(user.id()).bytes(),
            "storage_max_bytes",
            storage.most()));
  }

  /** All that is kept of the caller, as one file. */
  @GetMapping("/account/export")
  void export(Caller caller, HttpServletResponse response) throws IOException {
    User user = caller.login().user();
    Audit.note(caller.actor(), "account.export", user.username(), Audit.DONE);
    response.setHeader("Content-Disposition", "attachment; filename=\"account.json\"");
    export.write(user, response);
  }
}

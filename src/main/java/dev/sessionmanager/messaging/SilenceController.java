package dev.sessionmanager.messaging;

import dev.sessionmanager.messaging.BusinessHours.Now;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.PageLimit;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.trace.Audit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * When the bot of the messaging channels says nothing, for the operator: who wants no messages,
 * what was kept and not answered, and the business hours.
 */
@RestController
class SilenceController {

  private final OptOuts optOuts;
  private final UnansweredMessages unanswered;
  private final BusinessHours hours;
  private final FieldCheck fields;

  SilenceController(
      OptOuts optOuts, UnansweredMessages unanswered, BusinessHours hours, FieldCheck fields) {
    this.optOuts = optOuts;
    this.unanswered = unanswered;
    this.hours = hours;
    this.fields = fields;
  }

  @GetMapping("/admin/opt-outs")
  Map<String, Object> optOuts(@RequestParam(defaultValue = "100") int limit) {
    return Map.of("opt_outs", optOuts.list(checked(limit)));
  }

  /** The bot answers this person again, from the next message on. */
  @DeleteMapping("/admin/opt-outs")
  Map<String, Object> lift(
      @RequestParam String channel, @RequestParam String person, Caller caller) {
    return Audit.note(
        caller.operator(),
        "opt_out.lift",
        channel + ' ' + person,
        () -> {
          optOuts.lift(channel, person);
          return Map.of("success", true);
        });
  }

  @GetMapping("/admin/unanswered")
  Map<String, Object> unanswered(@RequestParam(defaultValue = "100") int limit) {
    return Map.of("unanswered", unanswered.list(checked(limit)));
  }

  @GetMapping("/admin/hours")
  Map<String, Object> hours() {
    Now now = hours.now(LocaleContextHolder.getLocale());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("file", now.known());
    answer.put("open", now.open());
    answer.put("opens", now.opens());
    answer.put("text", now.text());
    answer.put("broken", hours.broken());
    return answer;
  }

  private int checked(int limit) {
    return fields.check(new PageLimit(limit)).limit();
  }
}

package dev.sessionmanager.channel.rest;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.Pictures;
import dev.sessionmanager.conversation.WholeConversation;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The caller's own conversations as files, and the pictures in them; below {@code /admin} those of
 * guests and of customers, for the operator.
 */
@RestController
class ConversationFileController {

  private final OwnConversations own;
  private final Pictures pictures;
  private final WholeConversation whole;
  private final Transcript transcript;
  private final JsonArrayBody arrays;
  private final FieldCheck fields;

  ConversationFileController(
      OwnConversations own,
      Pictures pictures,
      WholeConversation whole,
      Transcript transcript,
      JsonArrayBody arrays,
      FieldCheck fields) {
    this.own = own;
    this.pictures = pictures;
    this.whole = whole;
    this.transcript = transcript;
    this.arrays = arrays;
    this.fields = fields;
  }

  record Export(@Pattern(regexp = "json|markdown", message = "export_format") String format) {}

  /** All of it as a file, {@code json} or {@code markdown}. */
  @GetMapping({"/conversations/{id}/export", "/admin/conversations/{id}/export"})
  void export(
      @PathVariable String id,
      @RequestParam(defaultValue = "json") String format,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    Conversation conversation =
        OwnConversations.noted("export", id, mine, () -> own.find(id, mine));
    if (fields.check(new Export(format)).format().equals("json")) {
      attach(conversation, "json", response);
      arrays.write(
          response,
          Map.of("conversation", ListedConversation.of(conversation, mine)),
          "turns",
          sink -> {
            Map<Long, List<Long>> versions = transcript.versions(conversation);
            whole.each(conversation.id(), turn -> sink.add(transcript.said(turn, versions)));
          });
    } else {
      attach(conversation, "md", response);
      response.setContentType("text/markdown;charset=UTF-8");
      Writer text = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
      transcript.markdown(conversation, LocaleContextHolder.getLocale(), text);
      text.flush();
    }
  }

  /** A picture of one of the caller's answers. */
  @GetMapping({"/pictures/{id}", "/admin/pictures/{id}"})
  ResponseEntity<byte[]> picture(@PathVariable String id, Ownership mine) {
    Picture picture =
        pictures.find(mine.pictures(), id).orElseThrow(() -> new Problem(Kind.NOT_FOUND));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(picture.type()))
        .body(picture.content());
  }

  private static void attach(
      Conversation conversation, String ending, HttpServletResponse response) {
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"conversation-%s.%s\"".formatted(conversation.id(), ending));
  }
}

package dev.sessionmanager.agent;

import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.knowledge.Passage;
import dev.sessionmanager.knowledge.PassageText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers, without a model, to messages that are filled in from the turns before: "dame un
 * ejemplo", "explicame más", "¿y en JavaScript?", "¿y cómo lo subo?" What was talked about is found
 * by what the person wrote, so it holds over a restart and on every channel. Immutable; any thread.
 */
record FollowUpAnswers(AgentKnowledge knowledge) {

  /**
   * What was talked about.
   *
   * @param question as it was asked, or as it was filled in
   * @param passage that answered it
   * @param examples that have been asked for since
   */
  private record Subject(String question, Passage passage, int examples) {}

  /** The answer to a follow-up; empty for any other message, and where nothing was before it. */
  Optional<Reply> answer(Prompt prompt) {
    FollowUpMessage wanted = FollowUpMessage.in(prompt.text());
    Subject subject = wanted == null || !knows() ? null : before(prompt);
    if (wanted == null || subject == null) {
      return Optional.empty();
    }
    return wanted.kind() == FollowUpMessage.Kind.FIELD
        ? next(prompt, subject)
        : Optional.of(told(prompt, subject, wanted.kind()));
  }

  /** The answer to a question that goes on from the one before; empty for any other message. */
  Optional<Reply> onward(Prompt prompt) {
    Subject subject = knows() && FollowUpMessage.goesOn(prompt.text()) ? before(prompt) : null;
    return subject == null
        ? Optional.empty()
        : next(prompt, subject).or(() -> within(prompt, subject));
  }

  /** What the answer before says of it: "¿y si es negativa es malo?" */
  private Optional<Reply> within(Prompt prompt, Subject subject) {
    return PassageParagraphs.about(subject.passage().parts(), prompt.text())
        .map(found ->
            knowledge.answer(
                prompt,
                subject.passage(),
                said(prompt, "agent.within", subject.passage().title()) + "\n\n" + found));
  }

  /** An agent that listens goes on by itself. */
  private boolean knows() {
    return knowledge.any() && !knowledge.file().listens();
  }

  private Optional<Reply> next(Prompt prompt, Subject subject) {
    Subject next = after(subject, prompt.text());
    return next == null || next.passage().equals(subject.passage())
        ? Optional.empty()
        : Optional.of(knowledge.answer(prompt, List.of(next.passage()), Map.of()));
  }

  private @Nullable Subject before(Prompt prompt) {
    Subject subject = null;
    for (String earlier : prompt.earlier()) {
      subject = after(subject, earlier);
    }
    return subject;
  }

  /** What is talked about after a message; null where that is not known. */
  private @Nullable Subject after(@Nullable Subject before, String text) {
    FollowUpMessage wanted = FollowUpMessage.in(text);
    if (before == null) {
      return wanted == null || wanted.kind() == FollowUpMessage.Kind.FIELD ? asked(text) : null;
    }
    if (wanted != null && wanted.kind() != FollowUpMessage.Kind.FIELD) {
      int more = wanted.kind() == FollowUpMessage.Kind.EXAMPLE ? 1 : 0;
      return new Subject(before.question(), before.passage(), before.examples() + more);
    }
    if (wanted != null) {
      return moved(before, String.valueOf(wanted.field()));
    }
    if (FollowUpMessage.goesOn(text)) {
      return onward(before, text);
    }
    boolean small = SmallTalk.in(text, knowledge.file().title()).isPresent();
    return small ? before : asked(text);
  }

  private @Nullable Subject asked(String question) {
    return knowledge.sure(question).stream()
        .findFirst()
        .map(passage -> new Subject(question, passage, 0))
        .orElse(null);
  }

  /** The same in another field: by the question's own words, else by the title of its answer. */
  private @Nullable Subject moved(Subject before, String field) {
    for (String said : List.of(before.question(), before.passage().title())) {
      Subject moved = asked(FollowUpMessage.withoutField(said) + " en " + field);
      if (moved != null && !moved.passage().equals(before.passage())) {
        return moved;
      }
    }
    return null;
  }

  /** A question that goes on is about the field before, and stands for itself where it is not. */
  private @Nullable Subject onward(Subject before, String text) {
    String field = FollowUpMessage.field(before.passage().title());
    Subject inField = field == null ? null : asked(text.strip() + " en " + field);
    return inField == null || inField.passage().equals(before.passage()) ? asked(text) : inField;
  }

  private Reply told(Prompt prompt, Subject subject, FollowUpMessage.Kind kind) {
    Passage passage = subject.passage();
    PassageText parts = passage.parts();
    return switch (kind) {
      case EXAMPLE -> example(prompt, subject);
      case STILL ->
          knowledge.answer(prompt, passage, said(prompt, "agent.still") + "\n\n" + parts.main());
      default -> {
        String more = parts.more();
        String words = more == null ? again(prompt, parts) : more;
        yield knowledge.answer(prompt, passage, words);
      }
    };
  }

  private Reply example(Prompt prompt, Subject subject) {
    Passage passage = subject.passage();
    List<String> examples = passage.parts().examples();
    if (subject.examples() >= examples.size()) {
      String key = examples.isEmpty() ? "agent.example.none" : "agent.example.last";
      String words = said(prompt, key, passage.title()) + "\n\n" + passage.parts().last();
      return knowledge.answer(prompt, passage, words);
    }
    String words =
        said(prompt, "agent.example", passage.title()) + "\n\n" + examples.get(subject.examples());
    return knowledge.answer(prompt, passage, words);
  }

  /** What there is of it once more: what it is, an example, and where to go on. */
  private static String essence(PassageText parts) {
    String example = parts.examples().isEmpty() ? "" : "\n\n" + parts.examples().getFirst();
    return parts.essence() + example + "\n\n" + parts.last();
  }

  private String again(Prompt prompt, PassageText parts) {
    return said(prompt, "agent.again") + "\n\n" + essence(parts);
  }

  private String said(Prompt prompt, String key, Object... arguments) {
    return knowledge.means().said(knowledge.file(), prompt, key, arguments);
  }
}

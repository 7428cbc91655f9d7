package dev.sessionmanager.agent;

import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.knowledge.Passage;
import dev.sessionmanager.problem.Problem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says where no model speaks for it: to small talk, and where it has no answer.
 * People read these sentences; why there is no model stands in the meta, the log and the service's
 * health. Immutable; any thread.
 */
final class AgentVoice {

  /** Questions and titles that are named to somebody whose question has no answer. */
  private static final int NAMED_MAX = 3;

  /** Where the model has failed, through nothing that the person wrote: who listens still does. */
  private static final Set<Problem.Kind> MODEL_FAILED =
      EnumSet.of(
          Problem.Kind.NO_MODEL,
          Problem.Kind.MODEL_SILENT,
          Problem.Kind.MODEL_MISSING,
          Problem.Kind.MODEL_KEY_REJECTED,
          Problem.Kind.MODEL_REJECTED,
          Problem.Kind.MODEL_FAILED,
          Problem.Kind.MODEL_UNREADABLE,
          Problem.Kind.MODEL_BROKE_OFF,
          Problem.Kind.MODEL_QUOTA,
          Problem.Kind.MODEL_BUSY,
          Problem.Kind.MODEL_UNREACHABLE,
          Problem.Kind.MODEL_TIMED_OUT);

  private final AgentFile file;
  private final AgentServices means;

  AgentVoice(AgentFile file, AgentServices means) {
    this.file = file;
    this.means = means;
  }

  /** What the agent says to a message that is small talk; empty for any other. */
  Optional<Reply> smallTalk(Prompt prompt, String problem) {
    return SmallTalk.in(prompt.text(), file.title())
        .map(talk -> {
          Locale language = language(talk.languageOr(AgentServices.reader(prompt)));
          String said = sentence(talk.kind(), language, prompt.handover());
          return reply(said, "words", problem);
        });
  }

  /**
   * What an agent that listens says to a message.
   *
   * @param known whether its knowledge has an answer
   * @return empty where the agent does not listen, and where its knowledge is to answer
   */
  Optional<Reply> heard(Prompt prompt, boolean known, String problem) {
    return file.listens()
        ? Listening.answer(prompt, file.language(), known)
            .map(answer -> reply(answer, "listening", problem))
        : Optional.empty();
  }

  /**
   * What the agent says to a message for which its model has failed: to small talk, unless its
   * knowledge has an answer, and what it hears where it listens.
   */
  Optional<Reply> instead(Prompt prompt, boolean known, Problem.Kind failed) {
    Optional<Reply> talk = known ? Optional.empty() : smallTalk(prompt, failed.code());
    return talk.isEmpty() && MODEL_FAILED.contains(failed)
        ? heard(prompt, known, failed.code())
        : talk;
  }

  /**
   * What the agent says where it has no answer: its own words, what is near, what it could answer,
   * and the offer of a human, where it has one.
   */
  Reply unanswered(Prompt prompt, List<Passage> near, String problem) {
    Locale language = language(AgentServices.reader(prompt));
    List<String> sentences = new ArrayList<>();
    sentences.add(cannot(language));
    String titles =
        near.stream()
            .filter(Passage::near)
            .limit(NAMED_MAX)
            .map(Passage::title)
            .collect(Collectors.joining(", "));
    if (!titles.isEmpty()) {
      sentences.add(ours("agent.near", language, titles));
    }
    examples(language).ifPresent(sentences::add);
    offer(language, prompt.handover()).ifPresent(sentences::add);
    return reply(String.join(" ", sentences), "notice", problem);
  }

  /** A sentence about why there is no answer, with the offer of a human where there is one. */
  String excuse(String sentence, Locale reader, HandoverOutlook outlook) {
    return with(sentence, offer(language(reader), outlook));
  }

  /** The language of the service's own sentences beside this agent's, in its form of address. */
  Locale language(Locale reader) {
    Locale fixed = file.language();
    return file.words().address().of(fixed == null ? reader : fixed);
  }

  private static Reply reply(String text, String by, String problem) {
    return Reply.of(text).withMeta(Map.of("by", by, "model_problem", problem));
  }

  private static String with(String sentence, Optional<String> more) {
    return more.map(next -> sentence + ' ' + next).orElse(sentence);
  }

  private String sentence(SmallTalk.Kind kind, Locale language, HandoverOutlook outlook) {
    String own = own(kind.key(), language);
    return switch (kind) {
      case GREETING -> own == null ? ours("agent.words.greeting", language, file.title()) : own;
      case HOW -> own == null ? ours("agent.words.how", language) : own;
      case THANKS -> own == null ? ours("agent.words.thanks", language) : own;
      case GOODBYE -> own == null ? ours("agent.words.goodbye", language) : own;
      case OK -> own == null ? ours("agent.words.ok", language) : own;
      case BOT ->
          with(
              own == null ? ours("agent.words.bot", language, file.title()) : own,
              offer(language, outlook));
      case HELP -> with(own == null ? help(language) : own, examples(language));
    };
  }

  /** A sentence of the file; some stood there before its words did, under names of their own. */
  private @Nullable String own(String key, Locale language) {
    String own = file.words().sentence(key, language);
    if (own != null || !itsOwn(language)) {
      return own;
    }
    return switch (key) {
      case "greeting" -> file.greeting();
      case AgentWords.CANNOT -> file.offTopic();
      default -> null;
    };
  }

  private boolean itsOwn(Locale language) {
    return language.getLanguage().equals(file.words().language().getLanguage());
  }

  private String help(Locale language) {
    String description = itsOwn(language) ? file.description() : "";
    return ours("agent.words.help", language, file.title(), description).strip();
  }

  private String cannot(Locale language) {
    String own = own(AgentWords.CANNOT, language);
    return own == null ? ours("agent.words.cannot", language) : own;
  }

  private Optional<String> examples(Locale language) {
    List<String> examples = file.words().examples(language);
    return examples.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ours(
                "agent.words.examples",
                language,
                examples.stream()
                    .limit(NAMED_MAX)
                    .map(example -> "«" + example + "»")
                    .collect(Collectors.joining(", "))));
  }

  /** Of a human, where the agent has one to offer and somebody can be told. */
  private Optional<String> offer(Locale language, HandoverOutlook outlook) {
    if (!file.human() || !outlook.reachesSomebody()) {
      return Optional.empty();
    }
    String own = own(AgentWords.HUMAN, language);
    return Optional.of(own == null ? ours("agent.words.human", language) : own);
  }

  private String ours(String key, Locale language, Object... arguments) {
    return means.messages().getMessage(key, arguments, language);
  }
}

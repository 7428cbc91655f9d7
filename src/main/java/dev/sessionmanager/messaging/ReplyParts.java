package dev.sessionmanager.messaging;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.CutAnswers;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.ProblemBody;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The messages as which a reply goes out. Any thread. */
@Component
class ReplyParts {

  private final Messengers messengers;
  private final DeliverySettings settings;
  private final MessageSource sentences;
  private final ProblemBody problems;
  private final Agents agents;
  private final CutAnswers cutAnswers;

  ReplyParts(
      Messengers messengers,
      DeliverySettings settings,
      MessageSource sentences,
      ProblemBody problems,
      Agents agents,
      CutAnswers cutAnswers) {
    this.messengers = messengers;
    this.settings = settings;
    this.sentences = sentences;
    this.problems = problems;
    this.agents = agents;
    this.cutAnswers = cutAnswers;
  }

  /**
   * None for a reply without text.
   *
   * @param agent that has answered
   */
  List<Delivery.New> of(Batch batch, Reply reply, String agent) {
    String text = reply.text();
    if (text == null || text.isBlank()) {
      return List.of();
    }
    String whole = cutAnswers.text(reply, agent, batch.first().language());
    return texts(batch, whole, Delivery.Kind.TEXT);
  }

  /** The service's own words, as what they are delivered. */
  List<Delivery.New> of(Batch batch, Reply words, Delivery.Kind kind) {
    String text = words.text();
    return text == null ? List.of() : texts(batch, text, kind);
  }

  private List<Delivery.New> texts(Batch batch, String text, Delivery.Kind kind) {
    MessagingProvider provider = messengers.of(batch).provider();
    String formed = provider.form().of(text);
    return ReplySplitter.of(formed, provider.maxChars(), settings.partsMax()).stream()
        .map(part -> part(batch, kind, part))
        .toList();
  }

  /**
   * What has those told who are at the channel.
   *
   * @param reason of {@link HandoverRequest}
   */
  Delivery.New handover(Batch batch, String reason) {
    boolean ends = reason.equals(HandoverRequest.STORAGE);
    return part(batch, Delivery.Kind.HANDOVER, ends ? reason : "");
  }

  /**
   * What a customer reads whose message could not be answered, with what the agent offers instead.
   *
   * @param agent that was to answer
   * @param outlook what comes of it when a human is wanted in the conversation
   */
  List<Delivery.New> apology(Batch batch, Problem why, String agent, HandoverOutlook outlook) {
    Locale reader = batch.first().language();
    Optional<Agent> answering = agents.find(agent);
    Locale language = answering.map(found -> found.language(reader)).orElse(reader);
    if (why.kind() == Kind.QUOTA_REACHED) {
      String key = outlook.reachesSomebody() ? "messaging.full" : "messaging.full.nobody";
      return of(batch, Reply.of(sentences.getMessage(key, null, language)), agent);
    }
    String sentence = problems.sentence(why, language);
    return of(
        batch,
        Reply.of(answering.map(found -> found.excuse(sentence, reader, outlook)).orElse(sentence)),
        agent);
  }

  private static Delivery.New part(Batch batch, Delivery.Kind kind, String text) {
    return new Delivery.New(batch.channel(), batch.conversation(), kind, text);
  }
}

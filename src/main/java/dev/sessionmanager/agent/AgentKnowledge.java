package dev.sessionmanager.agent;

import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.knowledge.Passage;
import dev.sessionmanager.text.Language;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an agent knows from its collection, if it has one. Immutable; any thread. */
record AgentKnowledge(AgentFile file, AgentServices means) {

  /** Passages that a model gets to see at most. */
  private static final int PASSAGES = 3;

  /** Whether there is anything in its collection. */
  boolean any() {
    String collection = file.knowledge();
    return collection != null && means.library().has(collection);
  }

  /** For the operator: which entries of it are still those that ship. */
  String examples() {
    String collection = file.knowledge();
    List<String> examples = collection == null ? List.of() : means.library().examples(collection);
    return examples.isEmpty()
        ? ""
        : " It still answers with examples; put what is true of yours into "
            + means.library().folder(String.valueOf(collection))
            + ": "
            + examples.stream().map(id -> id + ".md").collect(Collectors.joining(", "))
            + '.';
  }

  /** Whether a text has one of its keywords: tools only guess what it is about. */
  boolean names(String text) {
    String collection = file.knowledge();
    return collection != null && means.library().names(collection, text);
  }

  /** What fits a text, best first. */
  List<Passage> passages(String text) {
    String collection = file.knowledge();
    return collection == null || text.isBlank() || !any()
        ? List.of()
        : means.library().search(collection, text, PASSAGES);
  }

  /** What surely fits a text; several where it compares several things. */
  List<Passage> sure(String text) {
    return passages(text).stream().filter(Passage::sure).toList();
  }

  /** Answers with passages as they are: several where the question compares several things. */
  Reply answer(Prompt prompt, List<Passage> passages, Map<String, Object> more) {
    String text =
        passages.stream()
            .map(passage -> sourced(prompt, passage, passage.parts().main()))
            .collect(Collectors.joining("\n\n"));
    return reply(passages, introduced(prompt, passages, text), more);
  }

  /** Answers with words of a passage. */
  Reply answer(Prompt prompt, Passage passage, String words) {
    return reply(List.of(passage), sourced(prompt, passage, words), Map.of());
  }

  /** For who asks in English what it has in Spanish alone. */
  private String introduced(Prompt prompt, List<Passage> passages, String text) {
    boolean english = means.library().asksInEnglish(prompt.text());
    boolean spanish =
        passages.stream().allMatch(one -> Language.of(one.text()) == Language.SPANISH);
    return english && spanish
        ? means.said(file, prompt, "agent.only_spanish") + "\n\n" + text
        : text;
  }

  private static Reply reply(List<Passage> passages, String text, Map<String, Object> more) {
    Map<String, Object> meta = new LinkedHashMap<>(Map.of("by", "knowledge"));
    meta.put("sources", ModelRequestBuilder.sources(passages));
    meta.putAll(more);
    return Reply.of(text).withMeta(meta);
  }

  private String sourced(Prompt prompt, Passage passage, String words) {
    return passage.source().isEmpty()
        ? words
        : words + "\n\n" + means.said(file, prompt, "agent.source", passage.source());
  }
}

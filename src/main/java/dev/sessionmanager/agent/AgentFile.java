package dev.sessionmanager.agent;

import dev.sessionmanager.files.FrontMatter;
import dev.sessionmanager.files.MalformedFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An agent as its file describes it: front matter and, as the Markdown below it, the system prompt.
 * docs/agents.md has a row for each key.
 *
 * @param name by which it is asked for
 * @param models in order of preference; empty for the default
 * @param temperature of the model; null for the model's own
 * @param maxTokens that the model writes at most, whatever the caller asks for; null for the
 *     model's own
 * @param historyMaxMessages that go to the model beside the system prompt, the question included;
 *     null for the model's own bound
 * @param inputTokenBudget tokens that go to the model; null for the model's own bound, which also
 *     holds where the file's is larger
 * @param contextWindow tokens of its model's window; null for what is known of the model
 * @param knowledge a collection; null for none
 * @param knowledgeFirst a sure passage answers even where a model is connected
 * @param toolRoundsMax how often the model may ask for tools in one answer
 * @param safety signs of danger are looked for before anything else
 * @param listens without a model it names what is felt and asks: see {@link Listening}
 * @param offTopic what the agent says where it has no answer, unless its words say it
 * @param human whether a user who asks for a person is noted down for one
 * @param language of the sentences that come from no model; null for the reader's
 * @param words what it says itself, where no model speaks for it
 * @param prompt the system prompt
 * @param lines the line of each key that may name something that does not exist
 */
record AgentFile(
    String name,
    String title,
    String description,
    @Nullable String greeting,
    List<String> models,
    @Nullable Double temperature,
    @Nullable Integer maxTokens,
    @Nullable Integer historyMaxMessages,
    @Nullable Integer inputTokenBudget,
    @Nullable Integer contextWindow,
    @Nullable String knowledge,
    boolean knowledgeFirst,
    List<String> tools,
    int toolRoundsMax,
    boolean safety,
    boolean listens,
    @Nullable String offTopic,
    boolean human,
    @Nullable Locale language,
    AgentWords words,
    String prompt,
    Map<String, Integer> lines) {

  /** The agents of the runtime: see {@link RuntimeAgent}. */
  private static final Set<String> TAKEN = Set.of("runtime", "orchestrator");

  /** Rounds of tools where the file does not say. */
  private static final int TOOL_ROUNDS = 4;

  /** Characters of an agent's name, which people type. */
  private static final int NAME_MAX = 64;

  /** Characters of a text in the head; its instructions are as long as the file. */
  private static final int SENTENCE_MAX = 1000;

  /**
   * Reads a file.
   *
   * @throws MalformedFile with the line of what is wrong
   */
  static AgentFile parse(String source) throws MalformedFile {
    return of(new FrontMatter(source));
  }

  /** The agent that front matter describes; reads every key that an agent may have. */
  static AgentFile of(FrontMatter head) throws MalformedFile {
    String name = head.text("name", NAME_MAX);
    String title = head.text("title", SENTENCE_MAX);
    String description = head.text("description", SENTENCE_MAX);
    Locale language = language(head);
    Integer rounds = head.whole("tool_rounds_max", 0, 16);
    AgentFile file =
        new AgentFile(
            name == null ? "" : name,
            title == null ? "" + name : title,
            description == null ? "" : description,
            head.text("greeting", SENTENCE_MAX),
            head.texts("model", 200),
            head.number("temperature", 0, 2),
            head.whole("max_tokens", 1, 1_000_000),
            head.whole("history_max_messages", 0, 10_000),
            head.whole("input_token_budget", 1, 10_000_000),
            head.whole("context_window", 1024, 10_000_000),
            head.text("knowledge", NAME_MAX),
            head.flag("knowledge_first"),
            head.texts("tools", NAME_MAX),
            rounds == null ? TOOL_ROUNDS : rounds,
            head.flag("safety"),
            head.flag("listens"),
            head.text("off_topic", SENTENCE_MAX),
            head.flag("human"),
            language,
            AgentWords.of(head, language),
            head.body(),
            Map.of("tools", head.line("tools"), "knowledge", head.line("knowledge")));
    head.refuseOthers("agents");
    check(file, head);
    return file;
  }

  private static void check(AgentFile file, FrontMatter head) throws MalformedFile {
    if (file.name.isEmpty()) {
      throw new MalformedFile(1, "name is missing");
    }
    if (!isName(file.name)) {
      throw new MalformedFile(
          head.line("name"), "name must be lower-case letters, digits, - and _");
    }
    if (TAKEN.contains(file.name)) {
      throw new MalformedFile(
          head.line("name"), "the name " + file.name + " belongs to an agent of the runtime");
    }
    if (file.prompt.isEmpty()) {
      throw new MalformedFile(1, "below the settings the system prompt is missing");
    }
  }

  /** Whether an agent may be called this. */
  static boolean isName(String text) {
    return text.length() <= NAME_MAX && text.matches("[a-z0-9][a-z0-9_-]*");
  }

  private static @Nullable Locale language(FrontMatter head) throws MalformedFile {
    String tag = head.text("language", 35);
    if (tag == null) {
      return null;
    }
    Locale language = Locale.forLanguageTag(tag);
    if (language.getLanguage().isEmpty()) {
      throw new MalformedFile(head.line("language"), "language must be a tag like es or en");
    }
    return language;
  }

  /** The same agent under another name, with another prompt. */
  AgentFile named(String other, String itsTitle, String itsPrompt) {
    return new AgentFile(
        other,
        itsTitle,
        description,
        greeting,
        models,
        temperature,
        maxTokens,
        historyMaxMessages,
        inputTokenBudget,
        contextWindow,
        knowledge,
        knowledgeFirst,
        tools,
        toolRoundsMax,
        safety,
        listens,
        offTopic,
        human,
        language,
        words,
        itsPrompt,
        lines);
  }

  /** Without the prompt, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "AgentFile[" + name + ']';
  }
}

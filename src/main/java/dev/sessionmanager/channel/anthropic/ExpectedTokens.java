package dev.sessionmanager.channel.anthropic;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.gateway.Agent;
import tools.jackson.databind.json.JsonMapper;

/** How many tokens a request takes, about: each server puts it into words in its own way. */
final class ExpectedTokens {

  /**
   * Of a message beside its text: its role and its end; the same figure as the windows of agents.
   */
  private static final int PER_MESSAGE = 4;

  private ExpectedTokens() {}

  /** All texts are counted in one, so that a bound on what is counted exactly holds for all. */
  static int of(MessagesRequest request, Agent agent, JsonMapper json) {
    StringBuilder all = new StringBuilder();
    for (Message message : request.context()) {
      if (message.text() != null) {
        all.append(message.text()).append('\n');
      }
      for (ToolCall call : message.toolCalls()) {
        all.append(call.name()).append(call.arguments()).append('\n');
      }
    }
    all.append(request.text());
    for (ToolSpec tool : request.options().tools()) {
      all.append('\n').append(json.writeValueAsString(tool.wire().get("function")));
    }
    int messages = request.context().size() + (request.text().isEmpty() ? 0 : 1);
    return agent.tokens(all.toString()) + messages * PER_MESSAGE;
  }
}

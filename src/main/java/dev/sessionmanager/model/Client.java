package dev.sessionmanager.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.ollama.OllamaChatModel.OllamaChatModelBuilder;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel.OllamaStreamingChatModelBuilder;
import dev.langchain4j.model.openai.OpenAiChatModel.OpenAiChatModelBuilder;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** LangChain4j's client of one target: one try, on the caller's thread. */
final class Client {

  private final Target target;
  private final ChatModel plain;
  private final StreamingChatModel streaming;

  /** Does no I/O. */
  Client(Target target, UpstreamHttp http) {
    this.target = target;
    if (target.ollama()) {
      plain =
          new OllamaChatModelBuilder()
              .httpClientBuilder(http.builder())
              .baseUrl(target.url())
              .maxRetries(0)
              .build();
      streaming =
          new OllamaStreamingChatModelBuilder()
              .httpClientBuilder(http.builder())
              .baseUrl(target.url())
              .build();
    } else {
      plain =
          new OpenAiChatModelBuilder()
              .httpClientBuilder(http.builder())
              .baseUrl(target.url())
              .apiKey(target.key())
              .maxRetries(0)
              .build();
      streaming =
          new OpenAiStreamingChatModelBuilder()
              .httpClientBuilder(http.builder())
              .baseUrl(target.url())
              .apiKey(target.key())
              // Some servers repeat a tool call's id in each piece of it.
              .accumulateToolCallId(false)
              .build();
    }
  }

  Target target() {
    return target;
  }

  /**
   * Asks the target once.
   *
   * @param begun when the answer was begun, by {@link System#nanoTime}
   * @throws ModelFailure why not; or whatever the reader of the pieces threw
   */
  Completion ask(ChatRequest request, ProviderCall call, long begun) {
    ChatResponse response =
        ScopedValue.where(ProviderCall.CURRENT, call)
            .call(() -> call.streaming() ? streamed(request, call) : plain(request, call));
    call.throwIfFailed();
    if (response == null) {
      throw ModelFailure.passing(new Problem(Kind.MODEL_BROKE_OFF), null);
    }
    return completion(response, call, begun);
  }

  private ChatResponse plain(ChatRequest request, ProviderCall call) {
    try {
      return plain.chat(request);
    } catch (RuntimeException e) {
      throw call.unreadable(e);
    }
  }

  private @Nullable ChatResponse streamed(ChatRequest request, ProviderCall call) {
    Collector collector = new Collector(call);
    try {
      streaming.chat(request, collector);
    } catch (RuntimeException e) {
      throw call.unreadable(e);
    }
    return collector.response;
  }

  /** LangChain4j's callbacks, which come on the caller's thread. */
  private static final class Collector implements StreamingChatResponseHandler {
    private final ProviderCall call;
    private @Nullable ChatResponse response;

    Collector(ProviderCall call) {
      this.call = call;
    }

    @Override
    public void onPartialResponse(String text) {
      call.piece(text);
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall toolCall) {
      call.noteFirst();
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
      response = complete;
      call.completed();
    }

    @Override
    public void onError(Throwable error) {
      var _ = call.unreadable(error);
    }
  }

  private Completion completion(ChatResponse response, ProviderCall call, long begun) {
    AiMessage message = response.aiMessage();
    List<ToolCall> calls = message.toolExecutionRequests().stream().map(Client::toolCall).toList();
    String text = message.text();
    FinishReason reason = response.finishReason();
    if (calls.isEmpty() && text == null) {
      if (reason == FinishReason.CONTENT_FILTER) {
        throw ModelFailure.lasting(new Problem(Kind.CONTENT_REFUSED));
      }
      if (reason == null) {
        throw ModelFailure.lasting(new Problem(Kind.MODEL_UNREADABLE));
      }
      text = "";
    }
    return new Completion(
        text, calls, finish(reason, !calls.isEmpty()), usage(response, call, begun));
  }

  private static ToolCall toolCall(ToolExecutionRequest request) {
    String id = request.id();
    return new ToolCall(
        id == null || id.isBlank() ? "call_" + UUID.randomUUID() : id,
        request.name() == null ? "" : request.name(),
        request.arguments() == null ? "{}" : request.arguments());
  }

  private static String finish(@Nullable FinishReason reason, boolean calls) {
    if (calls) {
      return "tool_calls";
    }
    return switch (reason) {
      case LENGTH -> "length";
      case CONTENT_FILTER -> "content_filter";
      case null, default -> "stop";
    };
  }

  private Usage usage(ChatResponse response, ProviderCall call, long begun) {
    TokenUsage usage = response.tokenUsage();
    long first = call.firstPiece() == 0 ? System.nanoTime() : call.firstPiece();
    return new Usage(
        target.model(),
        target.provider(),
        usage == null ? 0 : orZero(usage.inputTokenCount()),
        usage == null ? 0 : orZero(usage.outputTokenCount()),
        TimeUnit.NANOSECONDS.toMillis(first - begun));
  }

  private static int orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}

package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Page;
import dev.sessionmanager.conversation.Reach;
import dev.sessionmanager.conversation.Shares;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Versions;
import dev.sessionmanager.gateway.OwnAgents;
import dev.sessionmanager.session.ApiKeys;
import dev.sessionmanager.session.KeyView;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.user.User;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes all that is kept of a user, conversation by conversation and page by page: however much it
 * is, a page of it is in memory. Turns come with all their versions, also those that are not shown.
 * Any thread.
 */
@Component
class AccountExport {

  /** Conversations of a page. */
  private static final int CONVERSATIONS = 100;

  /** Turns of a page, or fewer long ones. */
  private static final int TURNS = 200;

  private final Sessions sessions;
  private final ApiKeys keys;
  private final OwnAgents agents;
  private final Conversations conversations;
  private final Versions versions;
  private final Shares shares;
  private final Transcript transcript;
  private final JsonMapper json;

  AccountExport(
      Sessions sessions,
      ApiKeys keys,
      OwnAgents agents,
      Conversations conversations,
      Versions versions,
      Shares shares,
      Transcript transcript,
      JsonMapper json) {
    this.sessions = sessions;
    this.keys = keys;
    this.agents = agents;
    this.conversations = conversations;
    this.versions = versions;
    this.shares = shares;
    this.transcript = transcript;
    this.json = json;
  }

  record SessionView(
      String channel,
      String device,
      String address,
      @JsonProperty("started_at") Instant startedAt,
      @JsonProperty("last_seen") Instant lastSeen) {

    static SessionView of(Session s) {
      return new SessionView(s.channel(), s.device(), s.address(), s.startedAt(), s.lastSeen());
    }
  }

  record AgentView(String id, String name, String instructions) {}

  void write(User user, HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    JsonGenerator out = json.createGenerator(response.getOutputStream());
    out.writeStartObject();
    out.writePOJOProperty("user", AccountUser.of(user));
    out.writePOJOProperty("sessions", sessions.of(user).stream().map(SessionView::of).toList());
    out.writePOJOProperty("keys", keys.of(user).stream().map(KeyView::of).toList());
    out.writePOJOProperty(
        "agents",
        agents.of(user.id()).stream()
            .map(agent -> new AgentView(agent.id(), agent.title(), agent.instructions()))
            .toList());
    out.writeArrayPropertyStart("conversations");
    String last = "";
    List<Conversation> page;
    do {
      page = conversations.after(Reach.of(user.id()), last, CONVERSATIONS);
      for (Conversation conversation : page) {
        write(conversation, out);
        last = conversation.id();
      }
    } while (page.size() == CONVERSATIONS);
    out.writeEndArray();
    out.writeEndObject();
    out.close(); // not after a failure: it would write the brackets that are missing
  }

  private void write(Conversation conversation, JsonGenerator out) {
    out.writeStartObject();
    out.writePOJOProperty("conversation", ListedConversation.own(conversation));
    out.writePOJOProperty(
        "shares",
        shares.of(conversation).stream()
            .map(share -> ShareController.ShareView.of(share, null))
            .toList());
    Map<Long, List<Long>> known = versions.of(conversation);
    out.writeArrayPropertyStart("turns");
    long last = 0;
    Page<Turn> page;
    do {
      page = versions.all(conversation, last, TURNS);
      for (Turn turn : page.rows()) {
        out.writePOJO(transcript.said(turn, known));
        last = turn.id();
      }
    } while (page.full());
    out.writeEndArray();
    out.writeEndObject();
  }
}

package dev.sessionmanager.channel.rest;

import dev.sessionmanager.gateway.Agent;

/** An agent as TechBot's variant shows the one that answers from now on. */
record ChosenAgent(String id, String name, String description) {

  static ChosenAgent of(Agent agent) {
    return new ChosenAgent(agent.name(), agent.card().title(), agent.card().description());
  }
}

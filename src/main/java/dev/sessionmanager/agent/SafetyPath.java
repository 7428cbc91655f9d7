package dev.sessionmanager.agent;

import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import java.util.Optional;

/**
 * Answers, without any model, whoever may be in danger; empty for everybody else. Must be quick,
 * and work when everything else is down.
 */
@FunctionalInterface
interface SafetyPath {

  Optional<Reply> answer(Prompt prompt);
}

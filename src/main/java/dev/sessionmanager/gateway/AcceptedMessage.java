package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.WorkQueue.Place;
import dev.sessionmanager.conversation.NewTurn;
import java.util.function.BooleanSupplier;

/**
 * A message on its walk, from where it is accepted.
 *
 * @param place its place in the queue, given back when it has ended
 * @param answer what its readers follow
 * @param gone whether its sender has stopped waiting: then the answer is stopped
 * @param streamed whether the agent is to answer piece by piece
 */
public record AcceptedMessage(
    Inbound inbound,
    Agent agent,
    NewTurn turn,
    Place place,
    LiveAnswer answer,
    BooleanSupplier gone,
    boolean streamed,
    MessageKind kind) {}

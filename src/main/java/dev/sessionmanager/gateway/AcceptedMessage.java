package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.WorkQueue.Place;
import dev.sessionmanager.conversation.NewTurn;
import java.util.function.BooleanSupplier;

/**
 * A message on its walk, from where it is accepted.
 *
 * @param place the message's place in the queue, given back when the message is answered or refused
 * @param answer what readers follow
 * @param gone whether the sender has stopped waiting: then the answer is stopped
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

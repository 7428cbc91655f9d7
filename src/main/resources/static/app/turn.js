// One question and its answer, as the page knows them.
import { randomId } from "./common.js";

export class Turn {
  /** Told when something of it has changed. */
  changed = () => {};

  /** Tells it from others on the page, before the service has given it an id. */
  key = randomId();

  id = null;
  question = "";
  agent = null;
  askedAt = new Date();
  /** running, answered, failed, cancelled, or summary of earlier turns. */
  status = "running";
  text = "";
  meta = {};
  /** Why there is no answer: the Problem, or of turns that are read later its code. */
  problem = null;
  /** The ids of the versions of this turn, oldest first; itself among them, none where it is the only one. */
  versions = [];
  /** {rating, reason} by the reader, or null. */
  rating = null;
  /** Whether the reader is changing the question, or saying why the answer is bad. */
  editing = false;
  blaming = false;
  /** Asks once more, where that helps. */
  again = null;

  constructor(known) {
    Object.assign(this, known);
  }

  /** As GET /conversations/{id} tells of it. */
  static of(turn) {
    return new Turn({
      id: turn.id,
      question: turn.question,
      agent: turn.agent,
      askedAt: new Date(turn.asked_at),
      status: turn.status,
      text: turn.answer ?? "",
      meta: turn.meta ?? {},
      problem: turn.problem ?? null,
      versions: turn.versions ?? [],
      rating: turn.rating ?? null,
    });
  }

  update(changes) {
    Object.assign(this, changes);
    this.changed();
  }
}

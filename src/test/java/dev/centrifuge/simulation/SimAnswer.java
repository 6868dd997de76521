package dev.centrifuge.simulation;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;

/**
 * What a destination does with an attempt.
 *
 * @param takes whether it takes the event, whatever it answers
 * @param outcome what the gateway sees
 * @param nanos how long after it was sent the gateway sees it
 */
record SimAnswer(boolean takes, Outcome outcome, long nanos) {

    static SimAnswer delivered(long nanos) {
        return new SimAnswer(true, new Outcome.Delivered(new Answer(200, "", "", nanos)), nanos);
    }

    static SimAnswer failed(boolean takes, int status, String cause, long gateMillis, long nanos) {
        return new SimAnswer(takes, new Outcome.Failed(new Answer(status, cause, "", nanos), gateMillis), nanos);
    }

    static SimAnswer refused(long nanos) {
        return new SimAnswer(false, new Outcome.Refused(new Answer(400, "http_400", "no", nanos)), nanos);
    }

    /** The destination took it, and the gateway does not know. */
    boolean lost() {
        return takes && !(outcome instanceof Outcome.Delivered);
    }
}

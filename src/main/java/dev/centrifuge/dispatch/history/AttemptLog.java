package dev.centrifuge.dispatch.history;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.PastAttempt;

/**
 * Told of attempts in full: what the history of events is made of. Called on event loops: implementations must be quick and
 * thread-safe, and never wait.
 */
public interface AttemptLog {
    /** Nobody asks. */
    AttemptLog NONE = new AttemptLog() {
        @Override
        public boolean failures() {
            return false;
        }

        @Override
        public boolean successes(Envelope envelope) {
            return false;
        }

        @Override
        public void ended(PastAttempt attempt) {}
    };

    /** Whether failed attempts, and the successes that come after them, are wanted. */
    boolean failures();

    /** Whether a success at the first attempt is wanted. Asked for each one: allocates nothing. */
    boolean successes(Envelope envelope);

    /** An attempt that was wanted has ended. */
    void ended(PastAttempt attempt);
}

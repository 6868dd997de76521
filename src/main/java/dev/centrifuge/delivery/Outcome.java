package dev.centrifuge.delivery;

import java.util.Map;

/** How an attempt ended. What failed as expected is a value here, never an exception. */
public sealed interface Outcome {

    Answer answer();

    /** The destination took it. */
    record Delivered(Answer answer) implements Outcome {}

    /**
     * It may succeed later.
     *
     * @param gateMillis how long the destination asked everybody to wait ({@code Retry-After}, already capped), in
     *     milliseconds from now; 0 where it did not ask
     */
    record Failed(Answer answer, long gateMillis) implements Outcome {}

    /** It will never succeed: dead letter at once. */
    record Refused(Answer answer) implements Outcome {}

    /**
     * The destination took a batch, but for these; or nothing of it was sent.
     *
     * @param answer with status 0 where nothing was sent
     * @param others by its place in the batch, what became of each that was not taken: {@link Dropped}, {@link Unfit} or {@link
     *     Refused}. Where nothing was sent they are all here
     */
    record Partly(Answer answer, Map<Integer, Outcome> others) implements Outcome {
        public boolean sent() {
            return answer.status() != 0;
        }
    }

    /** Nothing was sent, since the transform makes nothing of the event: it is not for this destination. */
    record Dropped(Answer answer) implements Outcome {}

    /** Nothing was sent, since the event cannot be made a request: dead letter at once. The cause is the reason. */
    record Unfit(Answer answer) implements Outcome {}

    /** The destination is gone (410): it is disabled until an operator resumes it; the event is kept. */
    record Gone(Answer answer) implements Outcome {}
}

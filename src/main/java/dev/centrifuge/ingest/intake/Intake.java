package dev.centrifuge.ingest.intake;

import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import dev.centrifuge.ingest.access.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of body. Read first, as a whole; then, when it is known whose it is, composed. Both on one event loop, in one
 * go: nothing of the body is looked at later.
 */
public interface Intake {

    /**
     * Reads a body from {@code from} to before {@code to}.
     *
     * @return why none of it can be accepted, or null
     */
    @Nullable
    Refusal read(byte[] buf, int from, int to);

    /** The write key that the body holds, in UTF-8, or null. */
    byte @Nullable [] writeKey();

    /** How many events it has, valid or not; at least 1. */
    int events();

    /** Makes of it what the log gets. */
    Result compose(Source source, ReceivedAt receivedAt, @Nullable String traceparent);

    /** What became of a body. */
    sealed interface Result permits Accepted, Refusal {}

    /**
     * At least one event is valid, or violates a schema and nothing else.
     *
     * @param rejected those of a batch that are not
     * @param weight the bytes that it costs to hold all of it
     * @param refusal the answer where no event is valid; else null. What violates a schema is kept as a dead letter all
     *     the same: its operator, who wrote the schema, has to see what it keeps out
     */
    record Accepted(
            List<Event> events,
            List<Rejected> rejected,
            long weight,
            @Nullable Refusal refusal) implements Result {}
}

package dev.centrifuge.ingest;

import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import io.vertx.core.Future;
import java.util.List;

/** What ingest needs of a log: append, durably, without ever blocking. */
public interface EventLog {

    /**
     * Appends all of it, or fails. Called on an event loop; the answer comes on the same one, within the
     * acknowledgement deadline: success once every record is acknowledged by all in-sync replicas, failure with
     * {@link LogUnavailable} otherwise. After a failure some of the records may have been stored all the same.
     *
     * @param events what to store
     * @param rejected what goes to the dead-letter topic; mostly empty
     */
    Future<Void> append(List<Event> events, List<Rejected> rejected);

    /**
     * Whether an append would be taken now. False while the log does not acknowledge in time, or its disk is over the
     * watermark; then ingest refuses at once. Cheap; may be called from any thread.
     */
    boolean available();

    /**
     * Whether an append of this event loop would be acknowledged in good time. False while more is sent to the log than it
     * takes; then ingest refuses the surplus at once. Cheap; called on an event loop.
     */
    boolean hasRoom();
}

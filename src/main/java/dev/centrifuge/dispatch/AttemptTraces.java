package dev.centrifuge.dispatch;

import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows attempts, for whoever looks at traces. Called on event loops: implementations must be quick and thread-safe. */
public interface AttemptTraces {

    /**
     * An attempt starts.
     *
     * @param number 1 for the first
     * @return null where none of its events is followed
     */
    @Nullable
    Followed begin(List<Event> events, String destination, int number);

    /** An attempt that is followed. */
    interface Followed {

        /** What the destination is told. */
        String traceparent();

        void ended(Outcome outcome);
    }
}

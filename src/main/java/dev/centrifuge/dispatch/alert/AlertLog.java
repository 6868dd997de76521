package dev.centrifuge.dispatch.alert;

import dev.centrifuge.event.Event;
import io.vertx.core.Future;
import java.util.List;

/** Where alerts are written. */
public interface AlertLog {

    /** Whether {@link #append} would succeed now, as far as that is known. Cheap. */
    boolean available();

    /** Appends them all, or fails within seconds; then some may have been written all the same. On the caller's event loop. */
    Future<Void> append(List<Event> events);
}

package dev.centrifuge.admin.destinations;

import dev.centrifuge.dispatch.DestinationDetail;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.Tested;
import dev.centrifuge.event.Event;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs on this node, as {@link dev.centrifuge.dispatch.Dispatcher} tells it. Any thread. */
public interface Running {

    /** Whether this node delivers; where it does not, nothing is known here. */
    boolean delivers();

    /** The configured destinations, within the last second. */
    List<DestinationGauge> gauges();

    /** Those that nobody configures and that have events waiting. */
    List<DestinationGauge> absent();

    /** One from near; null where it is not known. */
    Future<@Nullable DestinationDetail> look(String id);

    /** Sends an event; null where another one is under way. */
    Future<@Nullable Tested> test(String id, Event event);

    /** Legs that stay open because their copies cannot be written, by destination. */
    default Map<String, Integer> unwritten() {
        return Map.of();
    }

    /** Why a copy could not be written last; null where each could. */
    default @Nullable String refusal() {
        return null;
    }

    /** Of a node that does not deliver. */
    static Running nothing() {
        return new Running() {
            @Override
            public boolean delivers() {
                return false;
            }

            @Override
            public List<DestinationGauge> gauges() {
                return List.of();
            }

            @Override
            public List<DestinationGauge> absent() {
                return List.of();
            }

            @Override
            public Future<@Nullable DestinationDetail> look(String id) {
                return Future.succeededFuture();
            }

            @Override
            public Future<@Nullable Tested> test(String id, Event event) {
                return Future.succeededFuture();
            }
        };
    }
}

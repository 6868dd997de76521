package dev.centrifuge.node.port;

import dev.centrifuge.dispatch.Dispatcher.Routed;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.flow.handover.Whereabouts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What this process knows of the legs that it delivers. Any thread. */
public interface Legs {

    /** Of a process that delivers nothing. */
    Legs NONE = new Legs() {
        @Override
        public boolean configured(String destination) {
            return false;
        }

        @Override
        public List<Routed> explain(Event event) {
            return List.of();
        }

        @Override
        public CompletionStage<Map<String, Whereabouts>> find(Sighting seen, Collection<String> destinations) {
            return CompletableFuture.completedFuture(Map.of());
        }
    };

    /** Whether there is such a destination. */
    boolean configured(String destination);

    /** Whom an event would go to, and why. Runs filters and transforms: not for an event loop. */
    List<Routed> explain(Event event);

    /** Where the legs of an event are, by destination. */
    CompletionStage<Map<String, Whereabouts>> find(Sighting seen, Collection<String> destinations);
}

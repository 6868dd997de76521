package dev.centrifuge.node.port;

import dev.centrifuge.dispatch.Dispatcher.Routed;
import dev.centrifuge.event.Event;
import dev.centrifuge.event.Sighting;
import dev.centrifuge.flow.handover.Whereabouts;
import dev.centrifuge.flow.handover.Whereabouts.State;
import dev.centrifuge.kafka.group.CommittedLegs;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of the legs that it delivers, and of others what their nodes have committed.
 *
 * @param here of this process
 */
public record GroupLegs(Legs here, CommittedLegs committed) implements Legs {

    @Override
    public boolean configured(String destination) {
        return here.configured(destination);
    }

    @Override
    public List<Routed> explain(Event event) {
        return here.explain(event);
    }

    /** Fails where neither could be asked in time. */
    @Override
    public CompletionStage<Map<String, Whereabouts>> find(Sighting seen, Collection<String> destinations) {
        return here.find(seen, destinations)
                .exceptionally(unanswered -> Map.of())
                .thenCompose(found -> destinations.stream().allMatch(id -> isKnown(found.get(id)))
                        ? CompletableFuture.completedFuture(found)
                        : committed.find(seen, destinations).toCompletionStage());
    }

    private static boolean isKnown(@Nullable Whereabouts where) {
        return where != null && where.state() != State.ELSEWHERE;
    }
}

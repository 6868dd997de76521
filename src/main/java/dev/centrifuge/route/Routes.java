package dev.centrifuge.route;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.jslt.Jslt;
import dev.centrifuge.jslt.Trees;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which destinations each source feeds. Made once per configuration; a look-up is one hash and, for an event that limits
 * its {@code integrations}, one small parse.
 */
public final class Routes {
    private final Map<String, List<String>> bySource = new HashMap<>();
    private final List<String> forAll;
    private final Map<String, Jslt> filters = new HashMap<>();

    /** Disabled destinations are routed to as well: their legs wait until they are enabled again. */
    public Routes(Collection<DestinationConfig> destinations) {
        List<String> all = new ArrayList<>();
        Map<String, List<String>> named = new HashMap<>();
        for (DestinationConfig destination : destinations) {
            Jslt filter = destination.payload().filter();
            if (filter != null) {
                filters.put(destination.id(), filter);
            }
            for (String source : destination.sources()) {
                List<String> fed = source.equals("*") ? all : named.computeIfAbsent(source, s -> new ArrayList<>());
                fed.add(destination.id());
            }
        }
        Collections.sort(all);
        forAll = List.copyOf(all);
        bySource.put(SourceConfig.OWN, List.of());
        named.forEach((source, ids) -> {
            // All sources are those of clients: what tells of the gateway is for whoever asks for it.
            List<String> both = source.equals(SourceConfig.OWN) ? new ArrayList<>() : new ArrayList<>(all);
            both.addAll(ids);
            Collections.sort(both);
            bySource.put(source, List.copyOf(both));
        });
    }

    /** The ids of the destinations that the event's source feeds, before the event's own wishes. */
    public List<String> candidates(Envelope envelope) {
        return bySource.getOrDefault(envelope.source(), forAll);
    }

    /**
     * Whether a destination that gets the event's source wants this one. The event is read for the first filter that looks at
     * it, and once for all of them.
     *
     * @throws dev.centrifuge.jslt.JsltFailure where its filter fails
     */
    public boolean wants(Event event, String destination) {
        Jslt filter = filters.get(destination);
        return filter == null || filter.test(Trees.of(event));
    }

    /** The ids of the destinations that get the event, but for their filters. */
    public List<String> destinations(Envelope envelope) {
        List<String> candidates = candidates(envelope);
        String integrations = envelope.integrations();
        return integrations == null
                ? candidates
                : Integrations.parse(integrations).keep(candidates);
    }
}

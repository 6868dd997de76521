package dev.centrifuge.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One whole, valid configuration. Sources and destinations may change while the gateway runs; the gateway's own file is
 * read once.
 *
 * @param sources by id, in alphabetical order
 * @param destinations by id, in alphabetical order
 */
public record Configuration(
        GatewayConfig gateway, Map<String, SourceConfig> sources, Map<String, DestinationConfig> destinations) {

    public Configuration {
        sources = Ordered.copy(sources);
        destinations = Ordered.copy(destinations);
    }

    /** The ids of the sources, the gateway's own among them where a destination names it. */
    public Set<String> sourceIds() {
        boolean own = destinations.values().stream().anyMatch(DestinationConfig::alerted);
        Set<String> ids = new TreeSet<>(sources.keySet());
        if (own) {
            ids.add(SourceConfig.OWN);
        }
        return ids;
    }
}

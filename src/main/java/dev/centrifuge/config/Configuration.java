package dev.centrifuge.config;

import java.util.Map;

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
}

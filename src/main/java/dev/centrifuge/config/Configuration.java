package dev.centrifuge.config;

import java.util.Map;

/**
 * One whole, valid configuration. Sources and destinations may change while the gateway runs; the gateway's own file is
 * read once.
 */
public record Configuration(
        GatewayConfig gateway, Map<String, SourceConfig> sources, Map<String, DestinationConfig> destinations) {}

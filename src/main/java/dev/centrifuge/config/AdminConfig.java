package dev.centrifuge.config;

import org.jspecify.annotations.Nullable;

/**
 * The admin port.
 *
 * @param token the bearer token; where it is null the port binds to loopback only
 */
public record AdminConfig(String host, int port, @Nullable Secret token) {}

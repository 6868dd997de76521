package dev.centrifuge.config;

/**
 * @param queues the most bytes that waiting legs may hold, already resolved from a percentage of the heap
 */
public record MemoryConfig(long queues) {}

package dev.centrifuge.flow.lane;

/**
 * A cursor as it is committed.
 *
 * @param mark below it the scope's legs are resolved unless they are listed as open
 * @param skipped how many legs the main reader has skipped that were not read since
 */
public record CursorState(long mark, long skipped) {}

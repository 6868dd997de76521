package dev.centrifuge.flow.lane;

/**
 * A cursor as it is committed.
 *
 * @param mark below it the scope's legs are resolved unless they are listed as open
 * @param skipped how many legs the main reader has skipped that were not read since
 * @param countsFrom below this offset its skipped legs are counted by the scope around it, until that has passed them
 */
public record CursorState(long mark, long skipped, long countsFrom) {}

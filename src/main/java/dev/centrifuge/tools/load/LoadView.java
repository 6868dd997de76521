package dev.centrifuge.tools.load;

/**
 * Where a run stands.
 *
 * @param nanos when this was so, in the ticker's nanoseconds
 * @param sent how many requests were sent so far
 * @param waiting how many are due and have found no free connection yet
 * @param outstanding how many were sent and not answered yet
 * @param connectFailures how often no connection was to be had so far
 */
public record LoadView(long nanos, long sent, long waiting, long outstanding, long connectFailures) {}

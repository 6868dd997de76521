package dev.centrifuge.dispatch;

import dev.centrifuge.dispatch.traffic.Plots;
import dev.centrifuge.flow.Outlook;
import org.jspecify.annotations.Nullable;

/**
 * One destination from near.
 *
 * @param plots its last minutes; null where it had no traffic, or too many others had
 */
public record DestinationDetail(
        DestinationGauge gauge, Outlook outlook, @Nullable Plots plots) {}

package dev.centrifuge.dispatch;

import dev.centrifuge.dispatch.history.AttemptLog;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.dispatch.traffic.Histories;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.SendLease;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.time.Ticker;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the destinations of a loop share.
 *
 * @param lease until when attempts may start
 * @param fates what {@code ends} is told while somebody wants to know it
 * @param traces follows attempts; null where nobody does
 * @param holds which destinations are paused or gone
 * @param recalled whether a leg's partition has gone elsewhere, so that it is not to be tried again here
 */
record Shared(
        LegEnds ends,
        SendLease lease,
        DispatchListener listener,
        AttemptLog history,
        Fates fates,
        @Nullable AttemptTraces traces,
        Holds holds,
        Histories histories,
        Ticker ticker,
        RandomGenerator random,
        Predicate<Leg> recalled,
        Wakeups wakeups,
        Turns turns) {}

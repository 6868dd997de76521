package dev.centrifuge.simulation;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.RateConfig;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.simulation.check.BrokenPromise;
import dev.centrifuge.simulation.check.Ledger;
import dev.centrifuge.simulation.check.LegLife;
import dev.centrifuge.simulation.check.OrderCheck;
import dev.centrifuge.simulation.check.Promise;
import dev.centrifuge.simulation.check.RateCheck;
import java.util.HashMap;
import java.util.Map;

/** Sees what nodes send and destinations take, and tells the checkers of it. */
final class Witness {
    /** A leg's end is recorded within an interval, two steps and the longest commit, where the log is well. */
    private static final long RECORDED_NANOS = SimCheckpoints.INTERVAL.toNanos() * 2 + 600_000_000L;

    private static final long PATIENCE_MILLIS = 600_000;

    private final Targets targets;
    private final Ledger ledger;
    private final VirtualClock clock;
    private final Chronicle chronicle;
    private final Weather weather;
    private final Map<String, Limit> limits = new HashMap<>();
    private final Map<String, Long> slowest = new HashMap<>();
    private final Map<String, OrderCheck> orders = new HashMap<>();
    private long trace;

    Witness(Targets targets, Ledger ledger, VirtualClock clock, Chronicle chronicle, Weather weather) {
        this.targets = targets;
        this.ledger = ledger;
        this.clock = clock;
        this.chronicle = chronicle;
        this.weather = weather;
    }

    private record Limit(RateConfig rate, RateCheck check) {}

    void sent(SimNode node, LegLife leg) {
        trace(leg.event().index() * 31L + 1);
        chronicle.note(leg, node.life(), "sent");
        Limit limit = limits.get(node.id() + "/" + leg.destination());
        if (limit != null) {
            limit.check.sent(clock.nanos());
        }
        if (targets.get(leg.destination()).ordered()) {
            order(leg.destination()).sent(node.life(), leg.event().key());
        }
    }

    /** From now on a node sends to a destination by this configuration. A new process inherits what its last one sent. */
    void opened(SimNode node, DestinationConfig config) {
        String who = node.id() + "/" + config.id();
        RateConfig rate = config.rate();
        Limit before = limits.get(who);
        if (rate == null) {
            limits.remove(who);
        } else if (before == null || !before.rate.equals(rate)) {
            limits.put(
                    who,
                    new Limit(
                            rate, new RateCheck(who, rate.limit(), rate.per().toNanos(), rate.burst(), clock.nanos())));
        }
    }

    void answered(SimNode node, LegLife leg) {
        if (targets.get(leg.destination()).ordered()) {
            order(leg.destination()).ended(node.life(), leg.event().key());
        }
    }

    /** @param lost whether the gateway is not told: then it will send the leg again */
    void taken(SimNode node, LegLife leg, boolean lost) {
        trace(leg.event().index() * 31L + 2);
        chronicle.note(leg, node.life(), lost ? "taken, the answer is lost" : "taken");
        if (lost) {
            excuse(leg);
        }
        boolean first = ledger.taken(leg);
        if (first) {
            slowest.merge(leg.destination(), clock.millis() - leg.event().receivedAt(), Math::max);
        }
        if (first && targets.get(leg.destination()).ordered() && !leg.event().lost()) {
            order(leg.destination())
                    .firstDelivered(leg.event().key(), leg.event().index());
        }
    }

    /** The longest that an event took to arrive there for the first time, in milliseconds; 0 where none has. */
    long slowest(String destination) {
        return slowest.getOrDefault(destination, 0L);
    }

    void excuse(LegLife leg) {
        chronicle.note(leg, "somebody", "excused");
        ledger.excuse(leg);
    }

    /** A leg, or all of a destination's in a stretch of the log, is among the dead letters. */
    void died(Leg copied, Copy.Dead dead) {
        Copy.Range range = dead.range();
        if (range == null) {
            LegLife leg = ledger.leg(SimEvents.index(copied.event()), copied.destination());
            honest(leg, copied, dead);
            ledger.died(leg);
        } else {
            // It begins where the sweep was, which may be at an event that the destination never wanted.
            removed(copied.destination());
            ledger.died(copied.origin().partition(), range.from(), range.to(), copied.destination());
        }
    }

    private void honest(LegLife leg, Leg copied, Copy.Dead dead) {
        boolean honest = switch (dead.reason()) {
            case "ttl" -> dead.atMillis() >= leg.event().receivedAt() + targets.ttl(leg.destination()) - early(copied);
            case "destination_removed" -> targets.absentFor(leg.destination()) >= PATIENCE_MILLIS;
            default -> leg.refused();
        };
        if (!honest) {
            throw new BrokenPromise(Promise.HONEST_DEATH, "%s died of %s", leg, dead.reason());
        }
    }

    private void removed(String destination) {
        if (targets.absentFor(destination) < PATIENCE_MILLIS) {
            throw new BrokenPromise(Promise.HONEST_DEATH, "%s counts as removed too early", destination);
        }
    }

    /** A leg that was tried may be given up when its next attempt would come too late. */
    private long early(Leg leg) {
        long longest = targets.get(leg.destination()).config().retry().max().toMillis();
        return leg.trail().attempts() == 0 ? 0 : Math.max(longest, SimDestination.LONGEST_GATE_MILLIS);
    }

    /** @param unrecordedNanos how long the dead process had run since its oldest delivery that is not recorded */
    void crashed(long unrecordedNanos) {
        if (!weather.recently() && unrecordedNanos > RECORDED_NANOS) {
            throw new BrokenPromise(
                    Promise.FEW_DUPLICATES, "what was delivered %d ns ago is not recorded", unrecordedNanos);
        }
    }

    /** A node's checkpoint is in the log. */
    void committed() {
        trace(3);
    }

    private OrderCheck order(String destination) {
        return orders.computeIfAbsent(destination, d -> new OrderCheck());
    }

    private void trace(long what) {
        trace = trace * 0x9E3779B97F4A7C15L + clock.nanos() * 31 + what;
    }

    /** Of all that was seen, in its order and at its times. */
    long fingerprint() {
        return trace;
    }
}

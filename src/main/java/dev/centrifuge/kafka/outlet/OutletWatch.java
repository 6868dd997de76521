package dev.centrifuge.kafka.outlet;

import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.lane.Lanes;
import dev.centrifuge.flow.outlet.Outlet;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for outlets that refuse what they are given, and tells people of them. Belongs to the log thread. */
public final class OutletWatch {
    private static final Logger LOG = LoggerFactory.getLogger(OutletWatch.class);

    private static final int MOST_UNEXPLAINED = 3;

    private final Lanes lanes;
    private final Topics topics;
    private final OutletProbe probe;
    private final Executor logThread;
    private final Ticker ticker;
    private final LogGate gate;

    /** Checkpoints with copies that failed in a row, nobody knows why. */
    private int unexplained;

    private volatile @Nullable String reason;

    /** @param logThread hears of answers */
    public OutletWatch(Lanes lanes, Topics topics, OutletProbe probe, Executor logThread, Ticker ticker) {
        this.lanes = lanes;
        this.topics = topics;
        this.probe = probe;
        this.logThread = logThread;
        this.ticker = ticker;
        this.gate = new LogGate(LOG, Duration.ofSeconds(30), ticker);
    }

    /** Those that it is time to ask for. */
    public void ask() {
        for (Outlet outlet : lanes.refused().outlets().unasked(ticker.nanos())) {
            ask(outlet, there -> lanes.refused().outlets().answered(outlet, there, ticker.nanos()));
        }
    }

    private void ask(Outlet outlet, Consumer<Boolean> told) {
        probe.ask(outlet, topic(outlet), there -> logThread.execute(() -> told.accept(there)));
    }

    private String topic(Outlet outlet) {
        return outlet.delay() == null ? topics.dead() : topics.retry(outlet.delay());
    }

    /** A checkpoint failed because of these, and they are given back. */
    public void refused(Refusals refusals) {
        Throwable cause = refusals.cause();
        if (cause != null) {
            reason = String.join(", ", refusals.topics()) + ": "
                    + cause.getClass().getSimpleName();
        }
        int legs = lanes.refused().held().legs();
        if (cause != null && legs > 0) {
            gate.warn(
                    legs + " legs stay open because they cannot be written to " + refusals.topics()
                            + "; it is tried again, and everything else goes on",
                    cause);
        }
    }

    /**
     * A checkpoint failed, and nobody can say why: where a topic is gone, all of a transaction may wait for it and run out of time.
     * What is not there is to hold up no other; and where it fails again and again, it is tried without copies.
     */
    public void suspect(List<Copy> copies) {
        Set<Outlet> unsuspected = unsuspected(copies);
        unexplained += unsuspected.isEmpty() ? 0 : 1;
        if (unexplained >= MOST_UNEXPLAINED) {
            unsuspected.forEach(this::refuse);
        } else {
            lookAt(copies);
        }
    }

    /** Where one partition refuses because its topic is gone, the others need not each be found out by a checkpoint. */
    public void lookAt(List<Copy> copies) {
        unsuspected(copies)
                .forEach(outlet -> ask(outlet, there -> {
                    if (!there) {
                        refuse(outlet);
                    }
                }));
    }

    private Set<Outlet> unsuspected(List<Copy> copies) {
        return copies.stream()
                .map(Outlet::of)
                .filter(outlet -> !lanes.refused().outlets().refuses(outlet))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void refuse(Outlet outlet) {
        reason = topic(outlet) + ": it is not there, or nobody answers for it";
        lanes.refused().outlets().refused(outlet, null, ticker.nanos());
    }

    /** A checkpoint is committed. */
    public void committed() {
        unexplained = 0;
    }

    /** Why something was refused last, by topic; null where nothing ever was. Any thread. */
    public @Nullable String reason() {
        return reason;
    }
}

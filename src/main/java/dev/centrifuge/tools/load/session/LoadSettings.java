package dev.centrifuge.tools.load.session;

import dev.centrifuge.tools.load.body.BodyOptions;
import dev.centrifuge.tools.load.body.Population;
import dev.centrifuge.tools.load.shape.Curve;
import java.net.URI;
import java.time.Duration;

/**
 * A load as it was asked for, valid.
 *
 * @param run in the ids of its events
 * @param rate events a second
 * @param curve of events, the warm-up included
 * @param patience for one answer
 * @param tolerance when it fails
 */
record LoadSettings(
        String run,
        URI url,
        BodyOptions body,
        Population population,
        String shape,
        double rate,
        Curve curve,
        Duration warmup,
        Duration duration,
        int connections,
        Duration patience,
        SinkSettings sinks,
        Tolerance tolerance,
        String transport) {
    /** Of the heap for the ledger: the rest is for what is on its way. */
    private static final double LEDGER_SHARE = 0.4;

    static final int MOST_CONNECTIONS = 10_000;

    LoadSettings {
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "there are 1 to " + MOST_CONNECTIONS + " connections, not " + connections);
        }
        // Two bits an event and sink (arrived, and out of order), eight bytes a user and sink.
        double bytes = sinks.modes().size() * (curve.total() / 4.0 + population.users() * 8.0) + curve.total() / 4.0;
        if (bytes > LEDGER_SHARE * Runtime.getRuntime().maxMemory()) {
            throw new IllegalArgumentException(
                    "the ledger of %,d events, %,d users and %d sinks needs %,d MiB: give this JVM a larger -Xmx"
                            .formatted(
                                    curve.total(),
                                    population.users(),
                                    sinks.modes().size(),
                                    (long) bytes >> 20));
        }
    }
}

package dev.centrifuge.tools.load.ledger;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How one destination comes out.
 *
 * @param name of the destination
 * @param mode of its sink
 * @param takes whether a sink in this mode takes events at all: one that hangs owes nothing
 * @param events how many were taken, repetitions among them
 * @param unique how many different ones
 * @param refused how many requests it did not take
 * @param missing how many events that were acknowledged never came
 * @param unpromised how many came of requests whose answer is unknown, or was no 2xx
 * @param inversions how many came after one of the same user that was sent once they had been acknowledged
 * @param examples numbers of some events that are missing
 * @param latency microseconds from when an event was due to its first arrival
 */
public record Account(
        String name,
        String mode,
        boolean takes,
        long events,
        long unique,
        long refused,
        long missing,
        long unpromised,
        long inversions,
        List<Long> examples,
        Histogram latency) {
    private static final int MOST_EXAMPLES = 5;

    /** How many deliveries were of events that had come before. */
    public long duplicates() {
        return events - unique;
    }

    /** How many events a destination that takes them did not get. */
    public long lost() {
        return takes ? missing : 0;
    }

    /** Compares; both sides must be done. */
    public static Account of(String name, String mode, boolean takes, Requests requests, Deliveries got, int batch) {
        long came = 0;
        long inversions = 0;
        long missing = 0;
        List<Long> examples = new ArrayList<>();
        for (long request = 0; request < requests.end(); request++) {
            if (!requests.isAccepted(request)) {
                continue;
            }
            for (long seq = request * batch; seq < (request + 1) * batch; seq++) {
                if (got.has(seq)) {
                    came++;
                    inversions += got.isInverted(seq) ? 1 : 0;
                } else {
                    missing++;
                    if (examples.size() < MOST_EXAMPLES) {
                        examples.add(seq);
                    }
                }
            }
        }
        return new Account(
                name,
                mode,
                takes,
                got.events(),
                got.unique(),
                got.refusals(),
                missing,
                got.unique() - came,
                inversions,
                List.copyOf(examples),
                got.latency());
    }
}

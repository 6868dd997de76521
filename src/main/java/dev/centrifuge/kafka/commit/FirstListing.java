package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.count.Counts;
import dev.centrifuge.flow.count.Pair;
import dev.centrifuge.flow.progress.Varints;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * How far rows are from their page's own record, as heads of version 4 had it: {@code generation, n listed, runs × (gap, length)},
 * rows by {@link CountCodec}. A row is expected to have received as much as the one of its source before it. Only read.
 */
final class FirstListing {
    private FirstListing() {}

    /** @throws IllegalArgumentException where something is broken, or is not of this page */
    static void read(Page page, ByteBuffer in, Names names) {
        if (!page.isOf(Varints.read(in))) {
            return;
        }
        Map<String, Long> expected = new HashMap<>();
        for (int place : page.places(in)) {
            Page.Entry entry =
                    page.has(place) ? page.at(place) : page.add(place, new Pair(names.read(in), names.read(in)));
            Counts since =
                    CountCodec.read(in, expected.getOrDefault(entry.pair().source(), 0L));
            if (since != null) {
                expected.put(entry.pair().source(), since.received());
            }
            entry.set(since == null ? null : entry.base().plus(since));
        }
    }
}

package dev.centrifuge.kafka.group;

import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Since when destinations have legs waiting elsewhere. An answer is kept for some seconds: a page that is looked at asks twice a
 * second, and each time {@code state} would be read. Thread-safe.
 */
public final class OldestLegs {
    private static final long KEPT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int MOST = 100;

    private final CommittedLegs legs;
    private final Ticker ticker;

    // Guarded by this.
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    private record Answer(Future<OptionalLong> oldest, long at) {}

    public OldestLegs(CommittedLegs legs, Ticker ticker) {
        this.legs = legs;
        this.ticker = ticker;
    }

    /** See {@link CommittedLegs#oldest}; never fails. */
    public Future<OptionalLong> of(String destination, Collection<Integer> partitions) {
        long now = ticker.nanos();
        synchronized (this) {
            answers.values().removeIf(answer -> now - answer.at() > KEPT_NANOS);
            @Nullable Answer known = answers.get(destination);
            if (known != null) {
                return known.oldest();
            }
            Future<OptionalLong> asked = legs.oldest(destination, partitions).otherwise(OptionalLong.empty());
            if (answers.size() < MOST) {
                answers.put(destination, new Answer(asked, now));
            }
            return asked;
        }
    }
}

package dev.centrifuge.kafka.group;

import dev.centrifuge.flow.count.Funnel;
import dev.centrifuge.flow.count.Group;
import dev.centrifuge.flow.count.Group.Behind;
import dev.centrifuge.flow.count.Group.Share;
import dev.centrifuge.flow.count.History;
import dev.centrifuge.kafka.Topics;
import dev.centrifuge.kafka.operator.StateListener;
import dev.centrifuge.kafka.state.StateCodec;
import dev.centrifuge.time.LogGate;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The funnel of all nodes: of the partitions that this node reads as they are in memory, of all others as they were at their last
 * checkpoint. Which are which is what this node's share says, in the same object as its counts: so a partition that changes hands is
 * counted once at any moment, by the one or by the other.
 *
 * <pre>
 *   this node's share   {0, 1} ──────────▶ {0} ─────────────────────▶ {0, 1}
 *   partition 1         in memory          as of its last checkpoint   in memory
 * </pre>
 *
 * <p>What is held of {@code state} is the newest record of each key that bears on counts, of this node's partitions too: they may go
 * elsewhere. It is decoded and added up once a second where it changed, or less often where that takes long: it may have a twentieth
 * of the thread.
 *
 * <p>Fed by the thread that follows {@code state}, read by any.
 */
public final class GroupFunnel implements StateListener {
    private static final Logger LOG = LoggerFactory.getLogger(GroupFunnel.class);
    private static final long INTERVAL_NANOS = 1_000_000_000L;
    private static final long SHARE = 19;

    private final List<Followed> partitions;
    private final Topics topics;
    private final Supplier<Share> own;
    private final Ticker ticker;
    private final LogGate failures;
    private final History history = new History();
    private volatile Group now;
    private volatile long bytes;
    private @Nullable Others others;
    private long nextAt;

    /** What was added up of others, and of which. */
    private record Others(Set<Integer> without, Funnel funnel, int known, int unknown, Map<String, Behind> behind) {}

    /**
     * @param partitions of each topic
     * @param own the partitions that this node reads, and what became of their legs
     */
    public GroupFunnel(Topics topics, int partitions, Supplier<Share> own, Ticker ticker) {
        this.partitions =
                Stream.generate(() -> new Followed(topics)).limit(partitions).toList();
        this.topics = topics;
        this.own = own;
        this.ticker = ticker;
        this.failures = new LogGate(LOG, Duration.ofMinutes(1), ticker);
        this.now = Group.unknown(partitions);
        this.nextAt = ticker.nanos();
    }

    /** The last one. */
    public Group now() {
        return now;
    }

    /** How it came to be, since the start. */
    public History history() {
        return history;
    }

    /** Bytes of records that are held. */
    public long bytes() {
        return bytes;
    }

    @Override
    public void record(int partition, byte[] key, byte @Nullable [] value, long millis) {
        if (partition < partitions.size() && StateCodec.ofCounts(key)) {
            partitions.get(partition).record(key, value, millis);
        }
    }

    @Override
    public void anew(int partition) {
        partitions.get(partition).clear();
        others = null;
    }

    @Override
    public void told(boolean current) {
        long start = ticker.nanos();
        if (start - nextAt < 0) {
            return;
        }
        Share share = own.get();
        bytes = partitions.stream().mapToLong(Followed::bytes).sum();
        now = current ? add(share) : Group.alone(share, partitions.size());
        if (current) {
            history.add(now.funnel());
        }
        long end = ticker.nanos();
        nextAt = end + Math.max(INTERVAL_NANOS - (end - start), SHARE * (end - start));
    }

    private Group add(Share share) {
        Others rest = others;
        if (rest == null || !rest.without().equals(share.partitions()) || changed(share.partitions())) {
            rest = others(share.partitions());
            others = rest;
        }
        long at = 0;
        for (int i = 0; i < partitions.size(); i++) {
            at = share.partitions().contains(i)
                    ? at
                    : Math.max(at, partitions.get(i).at());
        }
        Funnel mine = share.partitions().isEmpty() ? Funnel.none(ticker.millis()) : share.funnel();
        return new Group(
                mine.plus(rest.funnel()), share.partitions().size(), rest.known(), rest.unknown(), at, rest.behind());
    }

    private boolean changed(Set<Integer> without) {
        for (int i = 0; i < partitions.size(); i++) {
            if (!without.contains(i) && !partitions.get(i).isDecoded()) {
                return true;
            }
        }
        return false;
    }

    private Others others(Set<Integer> without) {
        Funnel.Builder builder = new Funnel.Builder();
        Map<String, Behind> behind = new HashMap<>();
        int known = 0;
        int unknown = 0;
        for (int i = 0; i < partitions.size(); i++) {
            Followed each = partitions.get(i);
            if (without.contains(i)) {
                each.forgetDecoded();
            } else if (add(i, each, builder, behind)) {
                known++;
            } else {
                unknown++;
            }
        }
        return new Others(without, builder.build(ticker.millis()), known, unknown, Map.copyOf(behind));
    }

    private boolean add(int partition, Followed from, Funnel.Builder to, Map<String, Behind> behind) {
        try {
            Followed.Lanes lanes = from.lanes();
            lanes.rows().forEach(to::add);
            lanes.behind().forEach((id, legs) -> behind.merge(id, legs, Behind::plus));
            return true;
        } catch (IllegalArgumentException e) {
            failures.warn("the counts of partition " + partition + " of " + topics.state() + " cannot be read", e);
            return false;
        }
    }
}

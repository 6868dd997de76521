package dev.centrifuge.simulation.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** An event that was appended to the log. */
public final class EventLife {
    private final int index;
    private final int partition;
    private final long offset;
    private final String source;
    private final String key;
    private final long receivedAt;
    private final List<LegLife> legs;
    private boolean lost;

    EventLife(
            int index,
            int partition,
            long offset,
            String source,
            String key,
            long receivedAt,
            Collection<String> destinations) {
        this.index = index;
        this.partition = partition;
        this.offset = offset;
        this.source = source;
        this.key = key;
        this.receivedAt = receivedAt;
        this.legs = new ArrayList<>(destinations.size());
        destinations.forEach(destination -> legs.add(new LegLife(this, destination)));
    }

    /** It is not in the log any more, and another has its offset. */
    void lose() {
        lost = true;
    }

    public boolean lost() {
        return lost;
    }

    public int index() {
        return index;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    public String source() {
        return source;
    }

    public String key() {
        return key;
    }

    /** In milliseconds since the epoch. */
    public long receivedAt() {
        return receivedAt;
    }

    public List<LegLife> legs() {
        return legs;
    }
}

package dev.centrifuge.flow.queue;

import dev.centrifuge.flow.queue.FairQueue.Flow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The flows of a queue by source. Few, as mostly, are in one array, each source followed by its flow: what finds one reads the array
 * and the flow, where a hash table's entry is between the two; and none is made for a source that wakes. That counts since hundreds of
 * thousands of flows are in no cache. Many are in a map.
 *
 * <p>Belongs to its queue's event loop.
 */
final class Flows {
    /** The most that are looked through; their sources are within three lines of cache. */
    static final int FEW = 12;

    private static final Object[] NONE = {};

    private @Nullable Object[] few = NONE;
    private @Nullable Map<String, Flow> many;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Flow get(String source) {
        Map<String, Flow> map = many;
        if (map != null) {
            return map.get(source);
        }
        int at = find(source);
        return at < 0 ? null : (Flow) few[at + 1];
    }

    /** Sources are interned where events are read, so that mostly the first pass finds them. */
    @SuppressWarnings("ReferenceEquality")
    private int find(String source) {
        Object[] all = few;
        int end = 2 * size;
        for (int i = 0; i < end; i += 2) {
            if (all[i] == source) {
                return i;
            }
        }
        for (int i = 0; i < end; i += 2) {
            if (source.equals(all[i])) {
                return i;
            }
        }
        return -1;
    }

    /** A flow whose source has none. */
    void add(Flow flow) {
        if (many == null && size == FEW) {
            Map<String, Flow> map = new HashMap<>();
            forEach(each -> map.put(each.source, each));
            many = map;
            few = NONE;
        }
        Map<String, Flow> map = many;
        if (map != null) {
            map.put(flow.source, flow);
        } else {
            if (few.length == 2 * size) {
                few = Arrays.copyOf(few, Math.min(2 * FEW, 2 * size + 4));
            }
            few[2 * size] = flow.source;
            few[2 * size + 1] = flow;
        }
        size++;
    }

    void remove(Flow flow) {
        Map<String, Flow> map = many;
        if (map != null) {
            map.remove(flow.source);
            size--;
            return;
        }
        int at = find(flow.source);
        int end = 2 * --size;
        few[at] = few[end];
        few[at + 1] = few[end + 1];
        few[end] = null;
        few[end + 1] = null;
    }

    void forEach(Consumer<Flow> action) {
        Map<String, Flow> map = many;
        if (map != null) {
            map.values().forEach(action);
            return;
        }
        for (int i = 0; i < 2 * size; i += 2) {
            Object flow = few[i + 1];
            if (flow != null) {
                action.accept((Flow) flow);
            }
        }
    }

    /** Whether {@link #trim} would free something: where there were many, and none is left. */
    boolean slack() {
        return size == 0 && many != null;
    }

    /** Frees what is held for flows to come; only where there are none. */
    void trim() {
        if (slack()) {
            many = null;
        }
    }
}

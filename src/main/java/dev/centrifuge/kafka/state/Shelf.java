package dev.centrifuge.kafka.state;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a head lists of one kind, and what has a record of its own. Listed is whatever changed lately: each head lists it
 * anew. What rests for so long that its own record would have been cheaper gets that, and is listed no more.
 *
 * <p>Invariants: what is listed counts, whatever its own record says; an own record is written only of what the last committed
 * head lists with the same value, so that it says nothing new. What is gone is listed as such for as long as there is a record
 * of its own, which then becomes a tombstone.
 *
 * <p>Belongs to the log thread.
 */
final class Shelf<K, V> {
    /** What a record of its own costs beside the value: its batch, its key, and the tombstone some day. */
    static final int RECORD = 150;

    private final ToIntBiFunction<K, @Nullable V> size;
    private final Map<K, Slot<V>> listed = new LinkedHashMap<>();
    private final Set<K> aside = new HashSet<>();
    private final Map<K, @Nullable V> leaving = new LinkedHashMap<>();

    private static final class Slot<V> {
        final @Nullable V value;

        /** Bytes that were spent on listing it again. */
        long spent;

        boolean changed = true;

        Slot(@Nullable V value) {
            this.value = value;
        }
    }

    /** @param size about how many bytes a value takes in a head; null where it is gone */
    Shelf(ToIntBiFunction<K, @Nullable V> size) {
        this.size = size;
    }

    /** As it was committed. */
    void restore(Map<K, @Nullable V> inHead, Set<K> onTheirOwn) {
        aside.addAll(onTheirOwn);
        inHead.forEach(this::list);
    }

    private void list(K key, @Nullable V value) {
        listed.remove(key);
        if (value != null || aside.contains(key)) {
            listed.put(key, new Slot<>(value));
        }
    }

    /**
     * Takes changes up, and what has rested for long out.
     *
     * @return what gets a record of its own, or a tombstone where the value is null
     */
    Map<K, @Nullable V> turn(Map<K, ? extends @Nullable V> changes) {
        changes.forEach(this::list);
        for (Iterator<Map.Entry<K, Slot<V>>> all = listed.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<K, Slot<V>> each = all.next();
            Slot<V> slot = each.getValue();
            int bytes = size.applyAsInt(each.getKey(), slot.value);
            slot.spent += slot.changed ? 0 : bytes;
            if (!slot.changed && slot.spent > RECORD + bytes) {
                leaving.put(each.getKey(), slot.value);
                all.remove();
            }
            slot.changed = false;
        }
        leaving.forEach((key, value) -> {
            if (value != null) {
                aside.add(key);
            }
        });
        return leaving;
    }

    /** What the head lists: null where nothing is to be left of it. */
    Map<K, @Nullable V> listed() {
        Map<K, @Nullable V> all = new LinkedHashMap<>();
        listed.forEach((key, slot) -> all.put(key, slot.value));
        return all;
    }

    /** What {@link #turn} gave is written, and so is the head without it. */
    void committed() {
        leaving.forEach((key, value) -> {
            if (value == null) {
                aside.remove(key);
            }
        });
        leaving.clear();
    }

    /** Nobody knows whether it is: it is listed as before. What changed will be told again. */
    void giveBack() {
        leaving.forEach(this::list);
        leaving.clear();
    }
}

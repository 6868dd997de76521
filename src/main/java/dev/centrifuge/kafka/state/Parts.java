package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A head that is too large for one record is cut: the record then says which parts it consists of, and is still what commits.
 * Parts have numbers that no head had before, so writing them changes nothing; those that no head can need any more become
 * tombstones with the next.
 *
 * <p>Belongs to the log thread.
 */
final class Parts {
    /** Bytes; well below what the topic takes ({@code max.message.bytes}). */
    static final int MOST = 512 * 1024;

    private static final int VERSION = 3;

    private final TreeSet<Long> there = new TreeSet<>();
    private final Set<Long> unneeded = new HashSet<>();
    private final Set<Long> ending = new HashSet<>();
    private final Set<Long> current = new HashSet<>();
    private long next;

    Parts() {}

    /** As they were found; what the head does not need was left over by a crash. */
    Parts(Set<Long> found, byte[] record) {
        there.addAll(found);
        unneeded.addAll(found);
        numbers(record).forEach(unneeded::remove);
        next = there.isEmpty() ? 0 : there.last() + 1;
    }

    /**
     * The record that commits a head.
     *
     * @param written takes what is to be written before, by number: a part, or null for a tombstone
     */
    byte[] cut(byte[] head, Map<Long, byte @Nullable []> written) {
        ending.addAll(unneeded);
        ending.forEach(number -> written.put(number, null));
        current.clear();
        if (head.length <= MOST) {
            return head;
        }
        long first = next;
        for (int from = 0; from < head.length; from += MOST) {
            written.put(next, Arrays.copyOfRange(head, from, Math.min(head.length, from + MOST)));
            there.add(next);
            current.add(next);
            next++;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(16);
        out.write(VERSION);
        Varints.write(out, first);
        Varints.write(out, next - first);
        return out.toByteArray();
    }

    /** What {@link #cut} gave is written. */
    void committed() {
        there.removeAll(ending);
        ending.clear();
        unneeded.clear();
        unneeded.addAll(there);
        unneeded.removeAll(current);
    }

    /**
     * The head that a record stands for, which is mostly the record itself.
     *
     * @throws IllegalArgumentException where a part is missing
     */
    static byte[] whole(byte[] record, Map<Long, byte[]> parts) {
        if (!isCut(record)) {
            return record;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(2 * MOST);
        for (long number : numbers(record)) {
            byte[] part = parts.get(number);
            if (part == null) {
                throw new IllegalArgumentException("part " + number + " of a mark is missing");
            }
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static boolean isCut(byte[] record) {
        return record.length > 0 && record[0] == VERSION;
    }

    private static Set<Long> numbers(byte[] record) {
        Set<Long> numbers = new TreeSet<>();
        if (isCut(record)) {
            ByteBuffer in = ByteBuffer.wrap(record, 1, record.length - 1);
            long first = Varints.read(in);
            for (long left = Varints.read(in); left > 0; left--) {
                numbers.add(first + left - 1);
            }
        }
        return numbers;
    }
}

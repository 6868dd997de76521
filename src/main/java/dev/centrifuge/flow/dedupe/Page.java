package dev.centrifuge.flow.dedupe;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A piece of memory with the ids of one partition, in the order in which they were read. An id is
 *
 * <pre>
 *   offset − the page's first   time − the page's first   identity   up to 3 bytes of nothing
 *   varint                      varint, zigzag            see {@link Identity}
 * </pre>
 *
 * <p>Belongs to one thread.
 */
final class Page {
    /** Places are numbered by words of four bytes. */
    static final int ALIGN = 4;

    /** The most bytes of one. */
    static final int MOST = 2 * 10 + Identity.MOST + ALIGN;

    final byte[] bytes;
    final int number;

    @Nullable
    Seen owner;

    int filled;
    long lastTime;
    private long firstOffset;
    private long firstTime;
    private int at;

    Page(int number, int size) {
        this.number = number;
        this.bytes = new byte[size];
    }

    /** It is empty from now on, and of a partition; what is there and since when is given by the next id. */
    void give(Seen to, long offset, long appendedAt) {
        owner = to;
        filled = 0;
        firstOffset = offset;
        firstTime = appendedAt;
        lastTime = appendedAt;
    }

    boolean hasRoom() {
        return bytes.length - filled >= MOST;
    }

    /** Where it stands now. There must be {@link #hasRoom room}. */
    int add(Identity identity, long offset, long appendedAt) {
        int begin = filled;
        at = begin;
        write(offset - firstOffset);
        long sinceFirst = appendedAt - firstTime;
        write(sinceFirst << 1 ^ sinceFirst >> 63);
        System.arraycopy(identity.bytes, 0, bytes, at, identity.length);
        filled = (at + identity.length + ALIGN - 1) & -ALIGN;
        lastTime = Math.max(lastTime, appendedAt);
        return begin;
    }

    boolean holds(int begin, Identity identity) {
        at = begin;
        read();
        read();
        // Texts tell their own length, so an id is not the beginning of another.
        int end = at + identity.length;
        return end <= filled && Arrays.equals(bytes, at, end, identity.bytes, 0, identity.length);
    }

    long offset(int begin) {
        at = begin;
        return firstOffset + read();
    }

    long appendedAt(int begin) {
        at = begin;
        read();
        long zigzag = read();
        return firstTime + (zigzag >>> 1 ^ -(zigzag & 1));
    }

    /** Takes what stands from {@code begin} on out of the index. */
    void forget(int begin, Index index, Identity hasher) {
        int next = begin;
        while (next < filled) {
            at = next;
            read();
            read();
            int length = Identity.length(bytes, at);
            index.remove(hasher.hash(bytes, at, length), place(next));
            next = (at + length + ALIGN - 1) & -ALIGN;
        }
        filled = begin;
    }

    /** Where the first id of {@code offset} or higher stands, or the end. */
    int firstFrom(long offset) {
        int next = 0;
        while (next < filled) {
            at = next;
            if (firstOffset + read() >= offset) {
                return next;
            }
            read();
            next = (at + Identity.length(bytes, at) + ALIGN - 1) & -ALIGN;
        }
        return next;
    }

    int place(int begin) {
        return number * (bytes.length / ALIGN) + begin / ALIGN;
    }

    private void write(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
    }

    private long read() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}

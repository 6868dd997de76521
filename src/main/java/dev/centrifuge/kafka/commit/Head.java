package dev.centrifuge.kafka.commit;

import dev.centrifuge.flow.lane.CursorState;
import dev.centrifuge.flow.lane.Scope;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record that commits a lane: one record is written whole or not at all, so it is the lane's transaction.
 *
 * <pre>
 *   4   mark   n × chunk   n × cursor   n × (number, page of counts)
 *   chunk    distance of its index from the mark's, 0 where nothing is open; else 1 + n, n × name, n × set
 *   cursor   destination, kind (0 whole, 1 pair, 2 user; + 4 where it is no more), source, key, mark, skipped, countsFrom
 * </pre>
 *
 * <p>Numbers are {@link Varints}, offsets distances from the mark, ids {@link Names}; sets as the chunk has them. Before there
 * were heads a mark was decimal digits: that is still read, and so is version 2, which had no counts and is written where there
 * are none.
 *
 * @param chunks open legs by chunk, null where none are
 * @param cursors where scopes stand, null for those that are no more
 * @param counts of the funnel, as {@link Pages} have them
 */
record Head(
        long mark, Map<Long, byte @Nullable []> chunks, Map<Scope, @Nullable CursorState> cursors, ByteBuffer counts) {
    private static final int VERSION = 4;
    private static final int UNCOUNTED = 2;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int CHUNK_VERSION = 2;
    private static final int GONE = 4;

    byte[] encode(Names names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.write(counts.hasRemaining() ? VERSION : UNCOUNTED);
        Varints.write(out, mark);
        Varints.write(out, chunks.size());
        chunks.forEach((index, bytes) -> {
            Varints.writeSigned(out, mark / Progress.CHUNK - index);
            writeChunk(out, bytes, names);
        });
        Varints.write(out, cursors.size());
        cursors.forEach((scope, state) -> writeCursor(out, scope, state, names));
        byte[] counted = new byte[counts.remaining()];
        counts.duplicate().get(counted);
        out.writeBytes(counted);
        return out.toByteArray();
    }

    private static void writeChunk(ByteArrayOutputStream out, byte @Nullable [] bytes, Names names) {
        if (bytes == null) {
            Varints.write(out, 0);
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.get() != CHUNK_VERSION) {
            throw new IllegalArgumentException("open legs of an unknown version");
        }
        int count = Varints.readCount(in);
        Varints.write(out, 1 + count);
        for (int i = 0; i < count; i++) {
            names.write(out, Varints.readText(in));
        }
        Varints.write(out, in.remaining());
        out.write(bytes, in.position(), in.remaining());
    }

    private void writeCursor(ByteArrayOutputStream out, Scope scope, @Nullable CursorState state, Names names) {
        names.write(out, scope.destination());
        int kind = scope.source() == null ? 0 : scope.key() == null ? 1 : 2;
        out.write(kind + (state == null ? GONE : 0));
        if (scope.source() != null) {
            names.write(out, scope.source());
        }
        if (scope.key() != null) {
            byte[] key = scope.key().getBytes(StandardCharsets.ISO_8859_1);
            Varints.write(out, key.length);
            out.writeBytes(key);
        }
        if (state != null) {
            Varints.writeSigned(out, mark - state.mark());
            Varints.write(out, state.skipped());
            Varints.writeSigned(out, mark - state.countsFrom());
        }
    }

    /** @throws IllegalArgumentException where the record is of another version or broken */
    static Head decode(byte[] record, Names names) {
        if (record.length > 0 && record[0] >= '0' && record[0] <= '9') {
            long digits = Long.parseLong(new String(record, StandardCharsets.US_ASCII));
            return new Head(digits, Map.of(), Map.of(), NOTHING);
        }
        ByteBuffer in = ByteBuffer.wrap(record);
        int version = in.hasRemaining() ? in.get() : 0;
        if (version != VERSION && version != UNCOUNTED) {
            throw new IllegalArgumentException("a mark of an unknown version");
        }
        Head head = new Head(Varints.read(in), new HashMap<>(), new HashMap<>(), NOTHING);
        for (int left = Varints.readCount(in); left > 0; left--) {
            long index = head.mark / Progress.CHUNK - Varints.readSigned(in);
            head.chunks.put(index, readChunk(in, names));
        }
        for (int left = Varints.readCount(in); left > 0; left--) {
            head.readCursor(in, names);
        }
        return version == UNCOUNTED ? head : head.counted(in);
    }

    private Head counted(ByteBuffer in) {
        if (!in.hasRemaining()) {
            throw new IllegalArgumentException("the counts of a mark are missing");
        }
        return new Head(mark, chunks, cursors, in.slice());
    }

    private static byte @Nullable [] readChunk(ByteBuffer in, Names names) {
        int count = Varints.readCount(in) - 1;
        if (count < 0) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.write(CHUNK_VERSION);
        Varints.write(out, count);
        for (int i = 0; i < count; i++) {
            Varints.write(out, names.read(in));
        }
        out.writeBytes(Varints.readBytes(in));
        return out.toByteArray();
    }

    private void readCursor(ByteBuffer in, Names names) {
        String destination = names.read(in);
        int kind = (int) Varints.read(in);
        String source = kind % GONE == 0 ? null : names.read(in);
        Scope scope = source == null ? Scope.destination(destination) : Scope.pair(destination, source);
        if (source != null && kind % GONE == 2) {
            scope = Scope.key(destination, source, Varints.readBytes(in));
        }
        CursorState state = null;
        if (kind < GONE) {
            long from = mark - Varints.readSigned(in);
            long skipped = Varints.read(in);
            state = new CursorState(from, skipped, mark - Varints.readSigned(in));
        }
        cursors.put(scope, state);
    }
}

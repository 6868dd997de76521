package dev.centrifuge.kafka.state;

import dev.centrifuge.flow.handover.CursorState;
import dev.centrifuge.flow.handover.Scope;
import dev.centrifuge.flow.progress.Progress;
import dev.centrifuge.flow.progress.Varints;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record that commits a lane: one record is written whole or not at all, so it is the lane's transaction.
 *
 * <pre>
 *   6   mark   n × chunk   cursors   n × (number, page of counts)
 *   chunk    distance of its index from the mark's, 0 where nothing is open; else 1 + n, n × name, n × set
 *   cursors  {@link HeadCursors}
 * </pre>
 *
 * <p>Numbers are {@link Varints}, offsets distances from the mark, ids {@link Names}, those of a chunk all at once; sets as the
 * chunk has them. What former versions wrote is still read: 5, where marks of cursors always said of how many these are, and rows of
 * the funnel knew nothing of cursors; 4, which had cursors one by one and another kind of pages; 2, the same without counts; and
 * before there were heads a mark in decimal digits.
 *
 * @param chunks open legs by chunk, null where none are
 * @param cursors where scopes stand, null for those that are no more
 * @param counts of the funnel, as {@link Pages} have them; nothing where there are none
 * @param version that wrote it
 */
record Head(
        long mark,
        Map<Long, byte @Nullable []> chunks,
        Map<Scope, @Nullable CursorState> cursors,
        ByteBuffer counts,
        int version) {
    static final Head NOTHING = bare(0);

    /** The first whose rows are listed with regard to cursors. */
    static final int FORESEEN = 6;

    /** The first that lists no plain rows. */
    static final int TERSE = 5;

    private static final int VERSION = 6;
    private static final int LONG = 4;
    private static final int UNCOUNTED = 2;
    private static final int CHUNK_VERSION = 2;

    /** @param counts as {@link Pages#listed} gives them */
    Head(long mark, Map<Long, byte @Nullable []> chunks, Map<Scope, @Nullable CursorState> cursors, byte[] counts) {
        this(mark, chunks, cursors, ByteBuffer.wrap(counts), VERSION);
    }

    private static Head bare(long mark) {
        return new Head(mark, Map.of(), Map.of(), new byte[0]);
    }

    byte[] encode(Names names) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        out.write(VERSION);
        Varints.write(out, mark);
        Varints.write(out, chunks.size());
        chunks.forEach((index, bytes) -> {
            Varints.writeSigned(out, mark / Progress.CHUNK - index);
            writeChunk(out, bytes, names);
        });
        HeadCursors.write(out, mark, cursors, names);
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
        List<String> destinations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            destinations.add(Varints.readText(in));
        }
        names.writeAll(out, destinations);
        Varints.write(out, in.remaining());
        out.write(bytes, in.position(), in.remaining());
    }

    /** @throws IllegalArgumentException where the record is of another version or broken */
    static Head decode(byte[] record, Names names) {
        if (record.length > 0 && record[0] >= '0' && record[0] <= '9') {
            return bare(Long.parseLong(new String(record, StandardCharsets.US_ASCII)));
        }
        ByteBuffer in = ByteBuffer.wrap(record);
        int version = in.hasRemaining() ? in.get() : 0;
        if (version > VERSION || (version < LONG && version != UNCOUNTED)) {
            throw new IllegalArgumentException("a mark of an unknown version");
        }
        long mark = Varints.read(in);
        Map<Long, byte @Nullable []> chunks = new HashMap<>();
        for (int left = Varints.readCount(in); left > 0; left--) {
            long index = mark / Progress.CHUNK - Varints.readSigned(in);
            chunks.put(index, readChunk(in, version, names));
        }
        Map<Scope, @Nullable CursorState> cursors = new LinkedHashMap<>();
        if (version >= FORESEEN) {
            HeadCursors.read(in, mark, cursors, names);
        } else if (version == TERSE) {
            HeadCursors.readLong(in, mark, cursors, names);
        } else {
            HeadCursors.readOneByOne(in, mark, cursors, names);
        }
        if (version != UNCOUNTED && !in.hasRemaining()) {
            throw new IllegalArgumentException("the counts of a mark are missing");
        }
        return new Head(mark, chunks, cursors, in.slice(), version);
    }

    private static byte @Nullable [] readChunk(ByteBuffer in, int version, Names names) {
        int count = Varints.readCount(in) - 1;
        if (count < 0) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.write(CHUNK_VERSION);
        Varints.write(out, count);
        if (version >= TERSE) {
            names.readAll(in, count).forEach(name -> Varints.write(out, name));
        } else {
            for (int i = 0; i < count; i++) {
                Varints.write(out, names.read(in));
            }
        }
        out.writeBytes(Varints.readBytes(in));
        return out.toByteArray();
    }
}

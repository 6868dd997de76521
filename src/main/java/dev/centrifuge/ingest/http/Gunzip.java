package dev.centrifuge.ingest.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates gzip (RFC 1952) up to a limit. One event loop's: it reuses its inflater, which is 40 KB of native memory that
 * {@code GZIPInputStream} would allocate for each request, and its output.
 */
public final class Gunzip {

    /** {@link #inflate}: more than the limit comes out. */
    public static final int TOO_LARGE = -1;
    /** {@link #inflate}: not gzip, cut off, or its checksum is wrong. */
    public static final int CORRUPT = -2;

    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private byte[] out = new byte[16 * 1024];

    /** What the last call inflated, valid until the next. */
    public byte[] output() {
        return out;
    }

    /**
     * Inflates one or more members, one after the other.
     *
     * @return how many bytes came out, {@link #TOO_LARGE} as soon as it is more than the limit, or {@link #CORRUPT}
     */
    public int inflate(byte[] in, int length, int limit) {
        int pos = 0;
        int size = 0;
        do {
            pos = header(in, pos, length);
            if (pos < 0) {
                return CORRUPT;
            }
            int start = size;
            inflater.reset();
            inflater.setInput(in, pos, length - pos);
            size = member(size, limit);
            if (size < 0) {
                return size;
            }
            pos = length - inflater.getRemaining();
            if (!trailer(in, pos, length, start, size)) {
                return CORRUPT;
            }
            pos += TRAILER;
        } while (pos < length);
        return size;
    }

    private int member(int start, int limit) {
        int size = start;
        try {
            while (size <= limit && !inflater.finished()) {
                int room = room(size, limit);
                int n = inflater.inflate(out, size, room);
                size += n;
                if (n == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    return CORRUPT;
                }
            }
            return size > limit ? TOO_LARGE : size;
        } catch (DataFormatException e) {
            return CORRUPT;
        }
    }

    /** How many bytes may come out next: one more than the limit in all, so that exceeding it shows. */
    private int room(int size, int limit) {
        if (size == out.length) {
            out = Arrays.copyOf(out, Math.min(out.length * 2, Math.max(limit + 1, out.length + 1)));
        }
        return Math.min(out.length, limit + 1) - size;
    }

    /** Where the deflated bytes of a member begin, or −1. */
    private static int header(byte[] in, int from, int to) {
        if (to - from < HEADER + TRAILER || in[from] != 0x1F || in[from + 1] != (byte) 0x8B || in[from + 2] != 8) {
            return -1;
        }
        int flags = in[from + 3] & 0xFF;
        int p = from + HEADER;
        if (flags > 31) {
            return -1;
        }
        if ((flags & FEXTRA) != 0) {
            p = p + 2 > to ? to : p + 2 + (in[p] & 0xFF) + 256 * (in[p + 1] & 0xFF);
        }
        p = (flags & FNAME) != 0 ? afterZero(in, p, to) : p;
        p = (flags & FCOMMENT) != 0 ? afterZero(in, p, to) : p;
        p = (flags & FHCRC) != 0 ? p + 2 : p;
        return p < to ? p : -1;
    }

    private static int afterZero(byte[] in, int from, int to) {
        int p = from;
        while (p < to && in[p] != 0) {
            p++;
        }
        return p + 1;
    }

    private boolean trailer(byte[] in, int from, int to, int start, int size) {
        if (to - from < TRAILER) {
            return false;
        }
        crc.reset();
        crc.update(out, start, size - start);
        return word(in, from) == (int) crc.getValue() && word(in, from + 4) == size - start;
    }

    private static int word(byte[] in, int at) {
        return (int) LITTLE_ENDIAN.get(in, at);
    }
}

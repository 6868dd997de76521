package dev.centrifuge.tools.load.body;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses one body after the other with the same deflater: making one for each costs more than small bodies do. The
 * fastest level, for it is the generator's time. Of one thread.
 */
final class GzipWriter {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 4, (byte) 0xff};
    private static final int TRAILER = 8;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 crc = new CRC32();
    private byte[] out = HEADER.clone();

    /** What was written last, at its start. */
    byte[] bytes() {
        return out;
    }

    /** Compresses the first bytes of {@code body}; how many that makes. */
    int write(byte[] body, int length) {
        // What deflate makes of incompressible bytes: five more for each block of 16 KiB.
        int most = HEADER.length + length + length / 1_000 + 64 + TRAILER;
        if (out.length < most) {
            out = new byte[most];
            System.arraycopy(HEADER, 0, out, 0, HEADER.length);
        }
        deflater.reset();
        deflater.setInput(body, 0, length);
        deflater.finish();
        int end = HEADER.length + deflater.deflate(out, HEADER.length, out.length - HEADER.length - TRAILER);
        if (!deflater.finished()) {
            throw new IllegalStateException("a body grew past its bound when compressed");
        }
        crc.reset();
        crc.update(body, 0, length);
        littleEndian(end, crc.getValue());
        littleEndian(end + 4, length);
        return end + TRAILER;
    }

    private void littleEndian(int at, long value) {
        for (int i = 0; i < 4; i++) {
            out[at + i] = (byte) (value >>> (8 * i));
        }
    }
}

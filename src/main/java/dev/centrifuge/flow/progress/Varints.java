package dev.centrifuge.flow.progress;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The numbers and texts of what is committed: seven bits a byte, the lowest first; a text as UTF-8 behind its length.
 *
 * <p>Reading throws {@link IllegalArgumentException} where the bytes are cut short or make no sense.
 */
public final class Varints {
    private static final int LONGEST = 70;

    private Varints() {}

    /** Small numbers are short: 1 byte below 128, 2 below 16,384; a negative one has 10. */
    public static void write(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** Numbers near 0 are short, whatever their sign. */
    public static void writeSigned(ByteArrayOutputStream out, long value) {
        write(out, (value << 1) ^ (value >> 63));
    }

    public static void write(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(out, bytes.length);
        out.writeBytes(bytes);
    }

    /** The inverse of {@link #write(ByteArrayOutputStream, long)}. */
    public static long read(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < LONGEST && in.hasRemaining(); shift += 7) {
            byte b = in.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number is cut short");
    }

    /** The inverse of {@link #writeSigned}. */
    public static long readSigned(ByteBuffer in) {
        long value = read(in);
        return (value >>> 1) ^ -(value & 1);
    }

    /** A number of things of which each has a byte at least: never more than there are bytes. */
    public static int readCount(ByteBuffer in) {
        long count = read(in);
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException(count + " of something in " + in.remaining() + " bytes");
        }
        return (int) count;
    }

    /** A number of things, of which there cannot be more than {@code most}. */
    public static int readCount(ByteBuffer in, int most) {
        long count = read(in);
        if (count < 0 || count > most) {
            throw new IllegalArgumentException(count + " of something, of which there are " + most + " at most");
        }
        return (int) count;
    }

    public static byte[] readBytes(ByteBuffer in) {
        byte[] bytes = new byte[readCount(in)];
        in.get(bytes);
        return bytes;
    }

    public static String readText(ByteBuffer in) {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }
}

package dev.centrifuge.ingest.intake;

import java.util.random.RandomGenerator;

/** Ids for events that come without one: version 7 UUIDs (RFC 9562), which sort by time. */
public final class EventIds {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final RandomGenerator random;

    /** @param random its own, of one event loop, seeded unlike any other's */
    public EventIds(RandomGenerator random) {
        this.random = random;
    }

    public String next(long millis) {
        return text(millis << 16 | 0x7000 | (random.nextLong() & 0x0FFF), random.nextLong());
    }

    private static String text(long high, long chance) {
        long low = (chance & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        char[] text = new char[36];
        hex(high >>> 32, text, 0, 8);
        hex(high >>> 16, text, 9, 4);
        hex(high, text, 14, 4);
        hex(low >>> 48, text, 19, 4);
        hex(low, text, 24, 12);
        for (int dash = 8; dash <= 23; dash += 5) {
            text[dash] = '-';
        }
        return new String(text);
    }

    private static void hex(long value, char[] out, int at, int digits) {
        for (int i = 0; i < digits; i++) {
            out[at + i] = HEX[(int) (value >>> (4 * (digits - 1 - i))) & 15];
        }
    }
}

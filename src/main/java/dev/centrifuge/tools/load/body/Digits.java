package dev.centrifuge.tools.load.body;

/** Decimal numbers of a fixed width, written into bytes. */
final class Digits {
    private Digits() {}

    static void write(byte[] to, int at, int width, long value) {
        long rest = value;
        for (int place = at + width - 1; place >= at; place--) {
            to[place] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The number, or -1 where there are not {@code width} digits. */
    static long read(byte[] from, int at, int width) {
        if (at + width > from.length) {
            return -1;
        }
        long value = 0;
        for (int place = at; place < at + width; place++) {
            int digit = from[place] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}

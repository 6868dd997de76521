package dev.centrifuge.tools.load.body;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/** Writes times as SDKs do, {@code 2026-01-01T12:00:00.000Z}: 24 characters, the date remembered. Of one thread. */
final class IsoText {
    static final int WIDTH = 24;
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

    private final byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);
    private long day = Long.MIN_VALUE;

    /** @param millis since the epoch */
    void write(byte[] to, int at, long millis) {
        long date = Math.floorDiv(millis, DAY_MILLIS);
        if (date != day) {
            day = date;
            byte[] written = LocalDate.ofEpochDay(date).toString().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(written, 0, text, 0, 10);
        }
        int rest = (int) Math.floorMod(millis, DAY_MILLIS);
        Digits.write(text, 11, 2, rest / 3_600_000);
        Digits.write(text, 14, 2, rest / 60_000 % 60);
        Digits.write(text, 17, 2, rest / 1_000 % 60);
        Digits.write(text, 20, 3, rest % 1_000);
        System.arraycopy(text, 0, to, at, WIDTH);
    }
}

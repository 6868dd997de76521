package dev.centrifuge.ingest.intake;

import dev.centrifuge.ingest.json.IsoTime;

/** The time a body was received, written once per millisecond and loop. */
public final class ReceivedAt {

    private final byte[] quoted = new byte[IsoTime.LENGTH + 2];
    private long millis = Long.MIN_VALUE;

    public ReceivedAt() {
        quoted[0] = '"';
        quoted[quoted.length - 1] = '"';
    }

    /** Sets it, in milliseconds since the epoch. */
    public ReceivedAt set(long now) {
        if (now != millis) {
            millis = now;
            IsoTime.write(now, quoted, 1);
        }
        return this;
    }

    public long millis() {
        return millis;
    }

    /** As a JSON string. The array is this object's own: copy from it at once. */
    public byte[] quoted() {
        return quoted;
    }
}

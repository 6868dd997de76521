package dev.centrifuge.ingest.segment;

import dev.centrifuge.ingest.json.Field;
import java.util.Arrays;

/** Where a batch's own members stand. Scratch space of one event loop. */
final class BatchTop {

    private static final int COUNT = Field.values().length;

    private final int[] starts = new int[COUNT];
    private final int[] ends = new int[COUNT];
    private byte[] buf = new byte[0];

    void clear(byte[] bytes) {
        buf = bytes;
        Arrays.fill(starts, -1);
    }

    /** Notes a member; false when it was there before. */
    boolean note(Field field, int start, int end) {
        boolean fresh = starts[field.index()] < 0;
        starts[field.index()] = start;
        ends[field.index()] = end;
        return fresh;
    }

    /** A member's first byte, or −1 where there is none. */
    int start(Field field) {
        return starts[field.index()];
    }

    int end(Field field) {
        return ends[field.index()];
    }

    boolean isText(Field field) {
        return start(field) >= 0 && buf[start(field)] == '"';
    }

    boolean isObject(Field field) {
        return start(field) >= 0 && buf[start(field)] == '{';
    }

    /** Whether a member is an object, or says nothing. */
    boolean isObjectOrNothing(Field field) {
        int start = start(field);
        return start < 0 || buf[start] == '{' || Absent.isNothing(buf, start, end(field));
    }
}

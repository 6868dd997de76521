package dev.centrifuge.ingest.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Changes to the known members of an object, written into its text: everything that is not changed is copied as it
 * stands, in at most one piece more than there are changes. Scratch space of one event loop.
 *
 * <pre>
 *   {  "writeKey":"k" , "type":"track" , "userId":"u" }       remove writeKey, head receivedAt
 *   {"receivedAt":"…" , "type":"track" , "userId":"u" }
 * </pre>
 *
 * <p>A member goes with the comma before it. That the head is always written makes this right for the first one too.
 */
public final class Patch {

    private static final byte[] REMOVED = new byte[0];

    private final byte[] @Nullable [] changes = new byte @Nullable [Field.COUNT][];

    public void clear() {
        Arrays.fill(changes, null);
    }

    /** Gives a member a value, whether it is there or not; with null it stays as it is. */
    public void set(Field field, byte @Nullable [] value) {
        changes[field.index()] = value;
    }

    /** Takes a member out. */
    public void remove(Field field) {
        changes[field.index()] = REMOVED;
    }

    /**
     * Writes the members' current object, which has no duplicates, with the changes.
     *
     * @param head comes first, and only there
     */
    public void write(Members object, Field head, byte[] value, JsonOutput out) {
        out.clear();
        out.put('{');
        out.put(head.key());
        out.put(value);
        add(object, out);
        remove(head);
        rest(object, out);
    }

    private void add(Members object, JsonOutput out) {
        for (int i = 0; i < Field.COUNT; i++) {
            byte[] added = changes[i];
            Field field = Field.of(i);
            if (added != null && added != REMOVED && !object.has(field)) {
                out.put(',');
                out.put(field.key());
                out.put(added);
            }
        }
    }

    private void rest(Members object, JsonOutput out) {
        byte[] buf = object.buf();
        int copied = object.firstKey();
        if (buf[copied] == '"' && !removesFirst(object)) {
            out.put(',');
        }
        for (int i = 0; i < object.known(); i++) {
            byte[] change = changes[object.field(i).index()];
            if (change != null) {
                out.put(buf, copied, change == REMOVED ? object.fieldFrom(i) : object.fieldStart(i));
                out.put(change);
                copied = object.fieldEnd(i);
            }
        }
        out.put(buf, copied, object.objectEnd());
    }

    private boolean removesFirst(Members object) {
        return object.known() > 0
                && object.fieldFrom(0) == object.firstKey()
                && changes[object.field(0).index()] == REMOVED;
    }
}

package dev.centrifuge.ingest.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A batch's own {@code context} or {@code integrations}: what each of its events gets where it does not say otherwise.
 * Merging is one level deep, key by key, and by byte ranges: the event's value wins whole.
 */
public final class Defaults {

    /** More members than any client has; each is looked at once per event. */
    public static final int MAX_MEMBERS = 512;

    private final byte[] buf;
    private final byte[] whole;
    private final Map<String, Integer> names = new HashMap<>();
    /** Of each member, from its key's quote to the end of its value. */
    private int[] ranges = new int[32];
    /** The last merge that each member was overridden in. */
    private int[] overridden = new int[16];

    private int merges;

    private Defaults(byte[] buf, int start, int end) {
        this.buf = buf;
        this.whole = Arrays.copyOfRange(buf, start, end);
    }

    /**
     * Reads an object that was validated before. With a key twice, or more than {@link #MAX_MEMBERS}, it fails: see the
     * scanner's {@link JsonScanner#problem}.
     */
    public static Defaults of(JsonScanner scanner, byte[] buf, int start, int end) {
        Defaults defaults = new Defaults(buf, start, end);
        scanner.reset(buf, start, end);
        scanner.beginObject();
        while (scanner.nextMember() && defaults.add(scanner)) {
            // each member adds itself
        }
        return defaults;
    }

    private boolean add(JsonScanner scanner) {
        int number = names.size();
        int from = scanner.keyStart() - 1;
        if (number == MAX_MEMBERS) {
            return scanner.fail("too many members in what a batch has for all its events");
        }
        if (names.put(JsonText.name(buf, from + 1, scanner.keyEnd()), number) != null) {
            return scanner.fail("a member stands twice in what a batch has for all its events");
        }
        grow(number);
        scanner.skipValue();
        ranges[number * 2] = from;
        ranges[number * 2 + 1] = scanner.position();
        return true;
    }

    private void grow(int number) {
        if (number == overridden.length) {
            overridden = Arrays.copyOf(overridden, number * 2);
            ranges = Arrays.copyOf(ranges, number * 4);
        }
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    /** The object as it is. */
    public byte[] whole() {
        return whole;
    }

    /** An event's object, with what it lacks of this one in front. */
    public byte[] merge(JsonScanner scanner, byte[] of, int from, int to, JsonOutput out) {
        merges++;
        out.clear();
        int firstKey = override(scanner, of, from, to);
        out.put('{');
        for (int i = 0; i < names.size(); i++) {
            if (overridden[i] != merges) {
                comma(out);
                out.put(buf, ranges[i * 2], ranges[i * 2 + 1]);
            }
        }
        if (firstKey >= 0) {
            comma(out);
        }
        out.put(of, firstKey >= 0 ? firstKey : to - 1, to);
        return out.toBytes();
    }

    private static void comma(JsonOutput out) {
        if (out.size() > 1) {
            out.put(',');
        }
    }

    /** Marks what an event's object has itself; returns where its first key is, or −1. */
    private int override(JsonScanner scanner, byte[] of, int from, int to) {
        int firstKey = -1;
        scanner.reset(of, from, to);
        scanner.beginObject();
        while (scanner.nextMember()) {
            if (firstKey < 0) {
                firstKey = scanner.keyStart() - 1;
            }
            Integer number = names.get(JsonText.name(of, scanner.keyStart(), scanner.keyEnd()));
            if (number != null) {
                overridden[number] = merges;
            }
            scanner.skipValue();
        }
        return firstKey;
    }
}

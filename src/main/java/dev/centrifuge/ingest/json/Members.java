package dev.centrifuge.ingest.json;

import java.util.Arrays;

/**
 * Where the known members of each object of one request stand: a table of offsets, so that a batch is read once, and
 * composed afterwards when its top level, which may come last, is known.
 *
 * <p>Scratch space of one event loop. {@link #read} adds an object, {@link #select} makes one the current.
 */
public final class Members {

    /** What {@link #read} notes of an object. */
    private static final int OBJECT = 5;
    /** What it notes of a member: field, where it begins with what separates it, its value's start and end. */
    private static final int MEMBER = 4;
    /** Above this many numbers, the table is let go after use; 2,500 events with 8 members need 92,500. */
    private static final int KEPT = 128 * 1024;

    private int[] table = new int[1024];
    private int size;
    private int[] objects = new int[16];
    private int count;

    private byte[] buf = new byte[0];
    private final int[] at = new int[Field.COUNT];
    private int current;
    private int entries;
    private int entriesEnd;

    /** Forgets all objects; what follows is about these bytes. */
    public void clear(byte[] bytes) {
        buf = bytes;
        size = 0;
        count = 0;
        if (table.length > KEPT) {
            table = new int[1024];
        }
    }

    /** How many objects, or other values in the place of one, were read. */
    public int count() {
        return count;
    }

    /** The bytes that all offsets are in. */
    public byte[] buf() {
        return buf;
    }

    /** Reads the value at the scanner's position, an object or not; false when it is malformed. */
    public boolean read(JsonScanner scanner) {
        byte kind = scanner.peek();
        int header = open(scanner.position());
        if (kind == '{') {
            scanner.beginObject();
            members(scanner, header);
        } else {
            scanner.skipValue();
            table[header + 2] = -1;
        }
        table[header + 1] = scanner.position();
        table[header + 4] = size;
        return scanner.problem() == null;
    }

    private void members(JsonScanner scanner, int header) {
        int previous = -1;
        int seen = 0;
        while (scanner.nextMember()) {
            if (previous < 0) {
                previous = scanner.keyStart() - 1;
                table[header + 2] = previous;
            }
            Field field = Field.of(buf, scanner.keyStart(), scanner.keyEnd(), scanner.keyEscaped());
            int start = scanner.position();
            scanner.skipValue();
            if (field != null) {
                table[header + 3] |= seen & (1 << field.index());
                seen |= 1 << field.index();
                add(field, previous, start, scanner.position());
            }
            previous = scanner.position();
        }
    }

    /** Reads an array of at most {@code max} objects, or other values; false when it is malformed or longer. */
    public boolean readAll(JsonScanner scanner, int max) {
        scanner.beginArray();
        while (scanner.problem() == null && scanner.nextElement()) {
            if (count == max) {
                scanner.fail("more than " + max + " events");
            } else {
                read(scanner);
            }
        }
        return scanner.problem() == null;
    }

    private int open(int start) {
        if (count == objects.length) {
            objects = Arrays.copyOf(objects, count * 2);
        }
        int header = size;
        objects[count++] = header;
        room(OBJECT);
        table[header] = start;
        table[header + 2] = start + 1;
        table[header + 3] = 0;
        size = header + OBJECT;
        return header;
    }

    private void add(Field field, int from, int start, int end) {
        room(MEMBER);
        table[size] = field.index();
        table[size + 1] = from;
        table[size + 2] = start;
        table[size + 3] = end;
        size += MEMBER;
    }

    private void room(int more) {
        if (table.length - size < more) {
            table = Arrays.copyOf(table, table.length * 2);
        }
    }

    /** Makes an object the current one, by its number from 0. */
    public void select(int number) {
        current = objects[number];
        entries = current + OBJECT;
        entriesEnd = table[current + 4];
        Arrays.fill(at, -1);
        for (int i = entries; i < entriesEnd; i += MEMBER) {
            at[table[i]] = i;
        }
    }

    public boolean isObject() {
        return table[current + 2] >= 0;
    }

    /** Whether a known member stands in it twice; then {@link #start} is of the last. */
    public boolean hasDuplicate() {
        return table[current + 3] != 0;
    }

    public int objectStart() {
        return table[current];
    }

    public int objectEnd() {
        return table[current + 1];
    }

    /** The quote of the first key, or what follows the opening brace in an empty object. */
    public int firstKey() {
        return table[current + 2];
    }

    public boolean has(Field field) {
        return at[field.index()] >= 0;
    }

    /** The first byte of a member's value; it must be there. */
    public int start(Field field) {
        return table[at[field.index()] + 2];
    }

    /** The byte after a member's value. */
    public int end(Field field) {
        return table[at[field.index()] + 3];
    }

    /** The first byte of a member's value, or 0 where there is no such member or its value is null. */
    public byte kind(Field field) {
        int entry = at[field.index()];
        byte first = entry < 0 ? 0 : buf[table[entry + 2]];
        return first == 'n' ? 0 : first;
    }

    /** Whether a member is a string of at least one character. */
    public boolean isText(Field field) {
        return kind(field) == '"' && end(field) - start(field) > 2;
    }

    /** How many known members the current object has, counting duplicates. */
    public int known() {
        return (entriesEnd - entries) / MEMBER;
    }

    /** The {@code i}-th known member in the order of the text. */
    public Field field(int i) {
        return Field.of(table[entries + i * MEMBER]);
    }

    /** Where that member begins, with the white space and the comma before it. */
    public int fieldFrom(int i) {
        return table[entries + i * MEMBER + 1];
    }

    public int fieldStart(int i) {
        return table[entries + i * MEMBER + 2];
    }

    public int fieldEnd(int i) {
        return table[entries + i * MEMBER + 3];
    }
}

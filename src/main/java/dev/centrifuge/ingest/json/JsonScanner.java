package dev.centrifuge.ingest.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A strict reader of RFC 8259 text in UTF-8 that finds where values begin and end and builds nothing.
 *
 * <p>It exists because ingest needs offsets and a verdict, not values: Jackson's streaming parser costs about three
 * times as much on a 700-byte event (names are looked up in symbol tables, each offset is an object), skips over
 * malformed UTF-8 inside values that are not asked for, and ignores what follows the value. Jackson is the oracle of
 * this class's tests instead.
 *
 * <p>Use: {@link #reset}, then {@link #beginObject}/{@link #nextMember} and {@link #beginArray}/{@link #nextElement}
 * where the structure matters, {@link #skipValue} elsewhere, and {@link #atEnd} last. Each returns false when the text
 * is malformed; {@link #problem} then says why, and stays.
 *
 * <p>Invariant: every byte below {@link #position} has been validated.
 */
public final class JsonScanner {

    /** How many containers may be open at once. */
    public static final int MAX_DEPTH = 64;

    private static final String NOT_UTF8 = "not UTF-8";
    private static final int EXPONENT_DIGITS = 9;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private byte[] buf = new byte[0];
    private int pos;
    private int end;
    private int depth;
    private boolean first;
    private boolean escaped;
    private int keyStart;
    private int keyEnd;
    private boolean keyEscaped;
    private @Nullable String problem;

    /** Starts on the bytes from {@code from} to before {@code to}; a byte order mark is skipped. */
    public void reset(byte[] bytes, int from, int to) {
        buf = bytes;
        pos = from;
        end = to;
        depth = 0;
        first = false;
        problem = null;
        if (isMark(bytes, from, to)) {
            pos = from + 3;
        }
    }

    private static boolean isMark(byte[] b, int from, int to) {
        return to - from >= 3 && b[from] == (byte) 0xEF && b[from + 1] == (byte) 0xBB && b[from + 2] == (byte) 0xBF;
    }

    /** Why the text is malformed, for people, or null while it is not. Never quotes the text. */
    public @Nullable String problem() {
        return problem;
    }

    /** The first byte not yet read. */
    public int position() {
        return pos;
    }

    /** The first byte of the last key, after its quote. */
    public int keyStart() {
        return keyStart;
    }

    /** The last key's closing quote. */
    public int keyEnd() {
        return keyEnd;
    }

    /** Whether the last key is written with escapes. */
    public boolean keyEscaped() {
        return keyEscaped;
    }

    /** The next byte that is not white space, without reading it; 0 at the end. */
    public byte peek() {
        pos = space(pos);
        return at(pos);
    }

    /** Reads the brace that opens an object. */
    public boolean beginObject() {
        return begin((byte) '{', "an object was expected");
    }

    /** Reads the bracket that opens an array. */
    public boolean beginArray() {
        return begin((byte) '[', "an array was expected");
    }

    private boolean begin(byte bracket, String expected) {
        if (peek() != bracket) {
            return fail(expected);
        }
        if (++depth > MAX_DEPTH) {
            return fail("nested too deeply");
        }
        pos++;
        first = true;
        return true;
    }

    /** Reads up to the next member's value; false after the closing brace, which it reads, or when malformed. */
    public boolean nextMember() {
        if (ends((byte) '}')) {
            return false;
        }
        int p = key(pos);
        if (p < 0) {
            return false;
        }
        pos = p;
        return true;
    }

    /** Reads up to the next element; false after the closing bracket, which it reads, or when malformed. */
    public boolean nextElement() {
        return !ends((byte) ']');
    }

    /** True at the end of the container or when malformed; false with the position at the next key or element. */
    private boolean ends(byte bracket) {
        byte c = peek();
        if (c == bracket) {
            pos++;
            depth--;
            first = false;
            return true;
        }
        if (first) {
            first = false;
            return false;
        }
        if (c != ',') {
            return !fail("a comma or the end was expected");
        }
        pos = space(pos + 1);
        return false;
    }

    /** Reads one value of any kind. */
    public boolean skipValue() {
        int p = value(space(pos));
        if (p < 0) {
            return false;
        }
        pos = p;
        return true;
    }

    /** Whether nothing but white space is left. */
    public boolean atEnd() {
        pos = space(pos);
        return pos == end || fail("something follows the JSON value");
    }

    /** Makes a caller's finding the problem; returns false. */
    public boolean fail(String why) {
        if (problem == null) {
            problem = why;
        }
        return false;
    }

    private int bad(String why) {
        fail(why);
        return -1;
    }

    private byte at(int p) {
        return p < end ? buf[p] : 0;
    }

    private int space(int from) {
        int p = from;
        while (p < end) {
            byte c = buf[p];
            if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
                return p;
            }
            p++;
        }
        return p;
    }

    /** From a key's opening quote to its value's first byte. */
    private int key(int from) {
        if (at(from) != '"') {
            return bad("a key in quotes was expected");
        }
        int p = string(from + 1);
        if (p < 0) {
            return p;
        }
        keyStart = from + 1;
        keyEnd = p - 1;
        keyEscaped = escaped;
        p = space(p);
        return at(p) == ':' ? space(p + 1) : bad("a colon was expected");
    }

    /**
     * Reads a value without recursion: {@code kinds} is a stack of bits, 1 for an object, 0 for an array, of which
     * there are at most {@link #MAX_DEPTH}.
     */
    private int value(int from) {
        long kinds = 0;
        int level = 0;
        int p = from;
        while (true) {
            byte c = at(p);
            if (c == '{' || c == '[') {
                boolean object = c == '{';
                p = space(p + 1);
                if (depth + level >= MAX_DEPTH) {
                    return bad("nested too deeply");
                }
                if (at(p) != (object ? '}' : ']')) {
                    kinds = kinds << 1 | (object ? 1 : 0);
                    level++;
                    p = object ? key(p) : p;
                    if (p < 0) {
                        return p;
                    }
                    continue;
                }
                p++;
            } else {
                p = scalar(c, p);
                if (p < 0) {
                    return p;
                }
            }
            while (true) {
                if (level == 0) {
                    return p;
                }
                p = space(p);
                boolean object = (kinds & 1) == 1;
                c = at(p);
                if (c == ',') {
                    p = space(p + 1);
                    p = object ? key(p) : p;
                    break;
                }
                if (c != (object ? '}' : ']')) {
                    return bad("a comma or the end was expected");
                }
                p++;
                kinds >>>= 1;
                level--;
            }
            if (p < 0) {
                return p;
            }
        }
    }

    private int scalar(byte c, int p) {
        return switch (c) {
            case '"' -> string(p + 1);
            case 't' -> at(p + 1) == 'r' && at(p + 2) == 'u' && at(p + 3) == 'e' ? p + 4 : bad("a value was expected");
            case 'n' -> at(p + 1) == 'u' && at(p + 2) == 'l' && at(p + 3) == 'l' ? p + 4 : bad("a value was expected");
            case 'f' ->
                at(p + 1) == 'a' && at(p + 2) == 'l' && at(p + 3) == 's' && at(p + 4) == 'e'
                        ? p + 5
                        : bad("a value was expected");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(p);
            default -> bad("a value was expected");
        };
    }

    private int number(int from) {
        int p = at(from) == '-' ? from + 1 : from;
        p = at(p) == '0' ? p + 1 : digits(p);
        if (p >= 0 && at(p) == '.') {
            p = digits(p + 1);
        }
        if (p >= 0 && (at(p) == 'e' || at(p) == 'E')) {
            p = exponent(p + 1);
        }
        return p;
    }

    /** More digits than this no decimal type can hold: whoever reads the event later would fail on it. */
    private int exponent(int from) {
        int start = at(from) == '+' || at(from) == '-' ? from + 1 : from;
        int p = digits(start);
        return p - start > EXPONENT_DIGITS ? bad("an exponent has too many digits") : p;
    }

    private int digits(int from) {
        int p = from;
        while (at(p) >= '0' && at(p) <= '9') {
            p++;
        }
        return p > from ? p : bad("a digit was expected");
    }

    /**
     * From after the opening quote to after the closing one. Plain ASCII goes by eight bytes at a time: the mask has
     * the high bit of each byte set that is a quote, a backslash, a control character or not ASCII. Borrows can set
     * bits above a true one, never below, so its lowest bit is right.
     */
    private int string(int from) {
        escaped = false;
        int p = from;
        while (true) {
            while (p + 8 <= end) {
                long w = (long) LONG.get(buf, p);
                long quote = w ^ (ONES * '"');
                long slash = w ^ (ONES * '\\');
                long mask =
                        (((quote - ONES) & ~quote) | ((slash - ONES) & ~slash) | ((w - ONES * ' ') & ~w) | w) & HIGHS;
                if (mask != 0) {
                    p += Long.numberOfTrailingZeros(mask) >>> 3;
                    break;
                }
                p += 8;
            }
            if (p >= end) {
                return bad("a string has no end");
            }
            byte c = buf[p];
            if (c == '"') {
                return p + 1;
            }
            p = c >= ' ' && c != '\\' ? p + 1 : special(c, p);
            if (p < 0) {
                return p;
            }
        }
    }

    private int special(byte c, int p) {
        if (c == '\\') {
            escaped = true;
            return escape(p + 1);
        }
        return c >= 0 ? bad("a control character stands in a string") : multibyte(c, p);
    }

    private int escape(int p) {
        return switch (at(p)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> p + 1;
            case 'u' ->
                hex(at(p + 1)) && hex(at(p + 2)) && hex(at(p + 3)) && hex(at(p + 4))
                        ? p + 5
                        : bad("an escape is malformed");
            default -> bad("an escape is malformed");
        };
    }

    private static boolean hex(byte c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** Well-formed sequences only, by table 3-7 of the Unicode standard: no overlong forms, no surrogates. */
    private int multibyte(byte c, int p) {
        int lead = c & 0xFF;
        int second = at(p + 1) & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return tail(p + 1, 1);
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            boolean legal = lead == 0xE0 ? second >= 0xA0 : lead != 0xED || second <= 0x9F;
            return legal ? tail(p + 1, 2) : bad(NOT_UTF8);
        }
        boolean legal = lead == 0xF0 ? second >= 0x90 : lead != 0xF4 || second <= 0x8F;
        return legal && lead >= 0xF0 && lead <= 0xF4 ? tail(p + 1, 3) : bad(NOT_UTF8);
    }

    private int tail(int from, int count) {
        for (int p = from; p < from + count; p++) {
            if ((at(p) & 0xC0) != 0x80) {
                return bad(NOT_UTF8);
            }
        }
        return from + count;
    }
}

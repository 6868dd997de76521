package dev.centrifuge.ingest.edge;

/** Which bytes may stand where, of RFC 9110 and 9112, narrowed where a wider reading serves only attackers. */
final class Grammar {

    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte NAME = 8;

    private static final byte[] KINDS = new byte[256];

    static {
        for (int c = 0x21; c < 0x7f; c++) {
            allow(c, VALUE);
            if ("\"#<>\\^`{|}".indexOf(c) < 0) {
                allow(c, TARGET);
            }
            if (alphanumeric(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                allow(c, TOKEN);
            }
            if (alphanumeric(c) || c == '.' || c == '-' || c == '_') {
                allow(c, NAME);
            }
        }
        allow(' ', VALUE);
        allow('\t', VALUE);
        for (int c = 0x80; c < 0x100; c++) {
            allow(c, VALUE);
        }
    }

    private Grammar() {}

    private static void allow(int c, byte kind) {
        KINDS[c] |= kind;
    }

    private static boolean alphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    static boolean token(byte b) {
        return (KINDS[b & 0xff] & TOKEN) != 0;
    }

    /** VCHAR, space, tab or obs-text, perhaps nothing: no NUL, no lone CR, no DEL. */
    static boolean value(byte[] bytes, int from, int to) {
        return all(bytes, from, to, VALUE);
    }

    /** What URI syntax allows: no fragment, nothing that a client has to percent-encode. */
    static boolean target(byte[] bytes, int from, int to) {
        return all(bytes, from, to, TARGET);
    }

    private static boolean all(byte[] bytes, int from, int to, byte kind) {
        int every = kind;
        for (int i = from; i < to; i++) {
            every &= KINDS[bytes[i] & 0xff];
        }
        return every != 0;
    }

    /** A name or an address (IPv6 in brackets), and perhaps a port. Stricter than reg-name: no sub-delims, no "%". */
    static boolean host(byte[] bytes, int from, int to) {
        int end = from < to && bytes[from] == '[' ? bracketed(bytes, from, to) : named(bytes, from, to);
        if (end <= from || end == to) {
            return end == to && end > from;
        }
        return bytes[end] == ':' && port(bytes, end + 1, to);
    }

    /** The end of the name, which is where it begins if there is none. */
    private static int named(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (KINDS[bytes[at] & 0xff] & NAME) != 0) {
            at++;
        }
        return at;
    }

    private static int bracketed(byte[] bytes, int from, int to) {
        int at = from + 1;
        while (at < to && (hex(bytes[at]) >= 0 || bytes[at] == ':' || bytes[at] == '.')) {
            at++;
        }
        return at < to && bytes[at] == ']' && at - from > 2 ? at + 1 : from;
    }

    private static boolean port(byte[] bytes, int from, int to) {
        return to - from <= 5 && (from == to || decimal(bytes, from, to) >= 0);
    }

    /** Any number of {@code ;name}, {@code ;name=value} and {@code ;name="value"}, without white space between. */
    static boolean extensions(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int name = at + 1;
            int end = bytes[at] == ';' ? tokenEnd(bytes, name, to) : name;
            boolean valued = end < to && bytes[end] == '=';
            at = valued ? valueEnd(bytes, end + 1, to) : end;
            if (end == name || (valued && at == end + 1)) {
                return false;
            }
        }
        return true;
    }

    private static int tokenEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && token(bytes[at])) {
            at++;
        }
        return at;
    }

    /** Behind the token or the quoted string; {@code from} where there is neither. */
    private static int valueEnd(byte[] bytes, int from, int to) {
        if (from == to || bytes[from] != '"') {
            return tokenEnd(bytes, from, to);
        }
        for (int at = from + 1; at < to; at++) {
            if (bytes[at] == '"') {
                return value(bytes, from, at) ? at + 1 : from;
            }
            if (bytes[at] == '\\') {
                at++;
            }
        }
        return from;
    }

    /** The number that the digits spell; -1 where there is anything else, or nothing; capped at Long.MAX_VALUE. */
    static long decimal(byte[] bytes, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number > (Long.MAX_VALUE - 9) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        return from == to ? -1 : number;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}

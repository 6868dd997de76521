package dev.centrifuge.delivery.address;

import java.util.List;

/**
 * The loose notation of IPv4 addresses that {@code inet_aton} takes and URLs inherited: one to four numbers, each
 * decimal, octal ({@code 0…}) or hexadecimal ({@code 0x…}), the last one filling all the bytes that are left.
 * Source: "IPv4 parser" of the WHATWG URL standard.
 */
final class Ipv4Text {

    private Ipv4Text() {}

    /** Whether the last label is a number, so that the host must be an IPv4 address. */
    static boolean endsInNumber(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        boolean digits = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits || isHex(last);
    }

    /** The four bytes; {@link IllegalArgumentException} where the text is no address. */
    static byte[] parse(String host) {
        List<String> parts = List.of(host.split("\\.", -1));
        if (parts.size() > 4) {
            throw invalid();
        }
        long address = 0;
        for (int i = 0; i < parts.size() - 1; i++) {
            address |= number(parts.get(i), 0xff) << (24 - 8 * i);
        }
        int free = 8 * (5 - parts.size());
        address |= number(parts.get(parts.size() - 1), (1L << free) - 1);
        return new byte[] {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address};
    }

    private static long number(String text, long max) {
        int radix = isHex(text) ? 16 : text.length() > 1 && text.startsWith("0") ? 8 : 10;
        String digits = radix == 16 ? text.substring(2) : text;
        if (digits.isEmpty() && radix == 16) {
            return 0;
        }
        // Signs are taken by parseLong, but cannot stand in a number here.
        if (digits.isEmpty() || Character.digit(digits.charAt(0), radix) < 0) {
            throw invalid();
        }
        long value = parse(digits, radix);
        if (value > max) {
            throw invalid();
        }
        return value;
    }

    private static long parse(String digits, int radix) {
        try {
            return Long.parseLong(digits, radix);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an IPv4 address", e);
        }
    }

    private static boolean isHex(String text) {
        return (text.startsWith("0x") || text.startsWith("0X"))
                && text.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException("not an IPv4 address");
    }
}

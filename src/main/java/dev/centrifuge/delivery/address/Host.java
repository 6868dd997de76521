package dev.centrifuge.delivery.address;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * The host of a URL: a name to resolve, or an address that was written out.
 *
 * <p>Addresses are recognised in every form that some resolver or C library would take for one ({@code 127.1},
 * {@code 0x7f.0.0.1}, {@code 017700000001}, {@code 2130706433}, full-width digits), by the rule of the WHATWG URL
 * standard: a host whose last label is a number is an IPv4 address, or nothing. Were such a host handed to a resolver
 * as a name, what it means would depend on the resolver, and the guard would check something else than is connected to.
 */
public sealed interface Host {

    /** How it stands in a {@code Host} header and in a certificate: lower-case ASCII, no trailing dot, no brackets. */
    String text();

    /** A DNS name. */
    record Name(String text) implements Host {}

    /** An address: there is nothing to resolve. */
    record Literal(String text, InetAddress address) implements Host {}

    /**
     * Parses the host of a URL's authority, IPv6 in brackets.
     *
     * @throws IllegalArgumentException with a reason for people, where it is neither a name nor an address
     */
    static Host parse(String host) {
        if (host.startsWith("[")) {
            return bracketed(host);
        }
        String ascii = ascii(host);
        if (Ipv4Text.endsInNumber(ascii)) {
            return literal(Ipv4Text.parse(ascii));
        }
        for (String label : ascii.split("\\.", -1)) {
            if (!isLabel(label)) {
                throw new IllegalArgumentException("not a host name");
            }
        }
        return new Name(ascii);
    }

    private static Host bracketed(String host) {
        // The JDK takes brackets for an address, never for a name to ask somebody about.
        if (!host.endsWith("]") || host.indexOf('%') >= 0) {
            throw new IllegalArgumentException("not an IPv6 address in brackets, without a zone");
        }
        try {
            return literal(InetAddress.getAllByName(host)[0]);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IPv6 address in brackets, without a zone", e);
        }
    }

    private static Literal literal(byte[] ipv4) {
        try {
            return literal(InetAddress.getByAddress(ipv4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 bytes are an address", e);
        }
    }

    private static Literal literal(InetAddress address) {
        return new Literal(NetUtil.toAddressString(address), address);
    }

    /** IDNA's mapping turns look-alike digits and dots into ASCII: after it, what looks like an address is one. */
    private static String ascii(String host) {
        String ascii;
        try {
            ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a host name", e);
        }
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (name.isEmpty() || name.length() > 253) {
            throw new IllegalArgumentException("not a host name");
        }
        return name;
    }

    /** Letters, digits, hyphens, and the underscore that the DNS allows and people use. */
    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= 63
                && label.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
    }
}

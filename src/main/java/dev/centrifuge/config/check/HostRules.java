package dev.centrifuge.config.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Host names and address literals. Nothing here asks the DNS. */
public final class HostRules {
    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*\\.?");
    private static final Pattern DIGITS = Pattern.compile("[0-9.]+");
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(" + BYTE + "\\.){3}" + BYTE);

    private HostRules() {}

    /** Adds what is wrong with the address of a listener. */
    public static void check(Checks checks, String pointer, String host) {
        checks.text(pointer, valid(host), host, "is not a host", "a host name or an IP address, without port");
    }

    /** Whether {@code host} is a DNS name, an IPv4 address in its usual form, or an IPv6 address without brackets. */
    public static boolean valid(String host) {
        if (host.indexOf(':') >= 0) {
            return ipv6(host).isPresent();
        }
        // 127.1, 0177.0.0.1 and 2130706433 are addresses to some resolvers and names to others: neither here.
        return DIGITS.matcher(host).matches()
                ? IPV4.matcher(host).matches()
                : NAME.matcher(host).matches();
    }

    /** Whether whoever listens there is reachable from this machine only. Of names, only {@code localhost} is. */
    public static boolean loopback(String host) {
        if (host.indexOf(':') >= 0) {
            return ipv6(host).map(InetAddress::isLoopbackAddress).orElse(false);
        }
        return host.equalsIgnoreCase("localhost")
                || (host.startsWith("127.") && IPV4.matcher(host).matches());
    }

    /** Whether listening on the same port of both hosts must fail: the same host, or one of them is a wildcard. */
    public static boolean clash(String a, String b) {
        return wildcard(a) || wildcard(b) || canonical(a).equals(canonical(b));
    }

    private static String canonical(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") ? "127.0.0.1" : lower;
    }

    private static boolean wildcard(String host) {
        return host.equals("0.0.0.0")
                || ipv6(host).map(InetAddress::isAnyLocalAddress).orElse(false);
    }

    private static Optional<InetAddress> ipv6(String host) {
        if (host.indexOf(':') < 0 || !host.matches("[0-9A-Fa-f:.]+")) {
            return Optional.empty();
        }
        try {
            // In brackets the JDK takes it for a literal or refuses it; it never looks it up.
            return Optional.of(InetAddress.getByName("[" + host + "]"));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}

package dev.centrifuge.admin;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

/** What counts as this machine only. Resolves no names: what a name means may change after it was checked. */
final class Loopback {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private Loopback() {}

    /** Whether binding to {@code host}, a literal address or {@code localhost}, keeps other machines out. */
    static boolean binds(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address != null && address.isLoopbackAddress();
    }

    /**
     * Whether a {@code Host} header names this machine and {@code port}. A page whose name was re-bound to 127.0.0.1 sends
     * its own name here, and is refused.
     *
     * @param bound the address that the server is bound to, which may be named as well
     */
    static boolean names(String header, String bound, int port) {
        String host = header.toLowerCase(Locale.ROOT);
        String suffix = ":" + port;
        if (host.endsWith(suffix)) {
            host = host.substring(0, host.length() - suffix.length());
        } else if (port != 80) {
            return false;
        }
        return NAMES.contains(host) || host.equals(bound);
    }
}

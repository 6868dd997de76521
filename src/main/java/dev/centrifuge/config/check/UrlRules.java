package dev.centrifuge.config.check;

import java.net.URI;

/**
 * Where deliveries may go. Addresses are not judged here: a name may resolve to anything at any time, so that is done
 * when connecting.
 */
public final class UrlRules {
    private UrlRules() {}

    /** Adds what is wrong with {@code url}. The URL itself is not shown: paths and queries often hold tokens. */
    public static void check(Checks checks, String pointer, URI url) {
        String scheme = String.valueOf(url.getScheme());
        boolean http = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
        if (!http) {
            checks.that(false, pointer, null, "is not an absolute http or https URL", "http://… or https://…");
            return;
        }
        boolean user = url.getRawAuthority() != null && url.getRawAuthority().indexOf('@') >= 0;
        checks.that(
                !user, pointer, null, "holds a user name or a password", "none: use \"auth\", which keeps it secret");
        String host = bare(url);
        if (!user) {
            checks.that(
                    !host.isEmpty() && HostRules.valid(host),
                    pointer,
                    null,
                    "has no valid host",
                    "a DNS name (an international one as xn--…), an IPv4 address, or an IPv6 address in brackets");
            boolean port = url.getPort() == -1 || (url.getPort() >= 1 && url.getPort() <= 65_535);
            checks.that(port, pointer, null, "has port " + url.getPort(), "1 to 65535");
        }
        checks.that(url.getRawFragment() == null, pointer, null, "holds a fragment (#…)", "none: it is never sent");
        boolean ascii = url.toString().chars().allMatch(c -> c > 0x20 && c < 0x7F);
        checks.that(ascii, pointer, null, "holds a character that is not ASCII", "such characters percent-encoded");
    }

    private static String bare(URI url) {
        String host = url.getHost() == null ? "" : url.getHost();
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}

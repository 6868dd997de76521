package dev.centrifuge.config.check;

import java.net.URI;
import java.util.Locale;

/**
 * Where deliveries may go. Addresses are not judged here: a name may resolve to anything at any time, so that is done
 * when connecting.
 */
public final class UrlRules {
    private static final String HOST =
            "a DNS name (an international one as xn--…), an IPv4 address, or an IPv6 address in brackets";

    private UrlRules() {}

    /** Adds what is wrong with {@code url}. The URL itself is not shown: paths and queries often hold tokens. */
    public static void check(Checks checks, String pointer, URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            checks.hidden(pointer, false, "is not an absolute http or https URL", "http://… or https://…");
            return;
        }
        if (url.getRawAuthority() != null && url.getRawAuthority().indexOf('@') >= 0) {
            checks.hidden(
                    pointer, false, "holds a user name or a password", "none: use \"auth\", which keeps it secret");
        } else {
            checks.hidden(pointer, HostRules.valid(bare(url)), "has no valid host", HOST);
            boolean port = url.getPort() == -1 || (url.getPort() >= 1 && url.getPort() <= 65_535);
            checks.hidden(pointer, port, "has port " + url.getPort(), "1 to 65535");
        }
        checks.hidden(pointer, url.getRawFragment() == null, "holds a fragment (#…)", "none: it is never sent");
        boolean ascii = url.toString().chars().allMatch(c -> c > 0x20 && c < 0x7F);
        checks.hidden(pointer, ascii, "holds a character that is not ASCII", "such characters percent-encoded");
    }

    private static String bare(URI url) {
        String host = url.getHost() == null ? "" : url.getHost();
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}

package dev.centrifuge.delivery.connect;

import dev.centrifuge.delivery.address.Host;
import java.net.URI;
import java.util.Objects;

/**
 * Where requests of a destination go. The configuration has its own rules for URLs; this reads the authority again, by
 * itself, since what the guard rests on must not depend on what another room lets pass.
 *
 * @param port as written, or 80 or 443
 * @param path path and query as they stand in a request: begins with a slash
 */
public record Target(boolean tls, Host host, int port, String path) {

    /**
     * Does without {@link URI#getHost}, which is null for hosts with underscores, in international letters, and
     * for the loose forms of addresses, which must be understood here lest they are understood further down.
     *
     * @throws IllegalArgumentException with a reason for people, which does not hold the URL
     */
    public static Target of(URI url) {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        if (!tls && !"http".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("expected an http or https URL");
        }
        String authority = Objects.requireNonNullElse(url.getRawAuthority(), "");
        if (authority.isEmpty() || authority.indexOf('@') >= 0 || authority.indexOf('%') >= 0) {
            throw new IllegalArgumentException(
                    "expected a URL with a host, and without user, password or escapes in it");
        }
        int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        int port = colon < 0 || colon == authority.length() - 1 ? tls ? 443 : 80 : port(authority.substring(colon + 1));
        return new Target(tls, Host.parse(host), port, path(url));
    }

    private static int port(String text) {
        boolean digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = digits ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("expected a port from 1 to 65535");
        }
        return port;
    }

    private static String path(URI url) {
        // Non-ASCII letters, which java.net.URI lets stand, become escapes.
        URI ascii = URI.create(url.toASCIIString());
        String path = Objects.requireNonNullElse(ascii.getRawPath(), "");
        String rooted = path.isEmpty() ? "/" : path;
        return ascii.getRawQuery() == null ? rooted : rooted + '?' + ascii.getRawQuery();
    }
}

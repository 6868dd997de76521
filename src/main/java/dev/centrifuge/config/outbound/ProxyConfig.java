package dev.centrifuge.config.outbound;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.UrlRules;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that connections go through, by {@code CONNECT} (RFC 9110, 9.3.6), plain HTTP alike.
 *
 * @param enabled default true; false in a destination means a direct connection, whatever the gateway's proxy is
 * @param url {@code http://host:port}, without anything after it; null only where it is not enabled
 * @param username for Basic authentication at the proxy; null, the default, for none. No colon
 * @param password only with a user name
 * @param resolve who turns names into addresses, and so who guards them
 */
public record ProxyConfig(
        boolean enabled,
        @Nullable URI url,
        @Nullable String username,
        @Nullable Secret password,
        Resolve resolve) {

    public ProxyConfig {
        Checks checks = new Checks();
        checks.hidden("/url", url != null || !enabled, "is missing", "http://host:port of the proxy");
        if (url != null) {
            url(checks, url);
        }
        boolean named = username == null || username.matches("[^:\\p{Cntrl}]{1,1024}");
        checks.text(
                "/username", named, String.valueOf(username), "is not a user name", "1 to 1024 characters, no colon");
        checks.hidden(
                "/password",
                (username == null) == (password == null),
                "stands alone: a user name and a password belong together",
                "both, or neither");
        boolean clean = password == null || password.value().matches("\\P{Cntrl}{0,4096}");
        checks.hidden("/password", clean, "is not a password", "at most 4096 characters, no control characters");
        checks.done();
    }

    private static void url(Checks checks, URI url) {
        UrlRules.check(checks, "/url", url);
        boolean bare = Objects.requireNonNullElse(url.getRawPath(), "").matches("/?") && url.getRawQuery() == null;
        boolean plain = "http".equalsIgnoreCase(url.getScheme());
        checks.hidden("/url", bare && plain, "is not http://host:port", "no https, no path, no query");
    }

    /** Who turns the names of destinations into addresses. */
    public enum Resolve {
        /** The gateway: it checks each address, and the proxy is told the address. */
        LOCAL,
        /** The proxy, which is told the name: it alone can keep names from leading to private addresses. */
        PROXY
    }
}

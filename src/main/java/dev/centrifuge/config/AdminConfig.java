package dev.centrifuge.config;

import dev.centrifuge.config.check.Checks;
import dev.centrifuge.config.check.HostRules;
import org.jspecify.annotations.Nullable;

/**
 * The admin port.
 *
 * @param host default {@code 127.0.0.1}; anything that is not loopback needs a token
 * @param port 0 for any free one; default 8081
 * @param token the bearer token, of visible ASCII characters; where it is null the port binds to loopback only
 */
public record AdminConfig(String host, int port, @Nullable Secret token) {

    public AdminConfig {
        Checks checks = new Checks();
        HostRules.check(checks, "/host", host);
        boolean open = HostRules.valid(host) && !HostRules.loopback(host);
        String wrong = "is reachable from other machines and no token is set";
        checks.text("/host", token != null || !open, host, wrong, "127.0.0.1, ::1 or localhost, or a token");
        checks.range("/port", port, 0, 65_535);
        boolean visible = token == null || token.value().matches("[\\x21-\\x7E]{1,1024}");
        checks.hidden("/token", visible, "is not a token", "1 to 1024 visible ASCII characters without blanks");
        checks.done();
    }

    public static AdminConfig defaults() {
        return new AdminConfig("127.0.0.1", 8081, null);
    }
}

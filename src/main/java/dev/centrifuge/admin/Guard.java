package dev.centrifuge.admin;

import dev.centrifuge.admin.http.Problem;
import dev.centrifuge.config.AdminConfig;
import dev.centrifuge.config.Secret;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the admin port: the operator, with the token where one is set; and no web page, neither by a name that was
 * re-bound to loopback nor from another origin. Immutable.
 */
final class Guard {
    private static final String SCHEME = "bearer ";

    private final String host;
    private final boolean loopback;
    private final byte @Nullable [] token;

    Guard(AdminConfig config) {
        Secret secret = config.token();
        this.host = config.host().toLowerCase(Locale.ROOT);
        this.loopback = Loopback.binds(config.host());
        this.token = secret == null || secret.value().isBlank() ? null : digest(secret.value());
    }

    /** Whether the port may be opened at all: without a token only to this machine. */
    boolean mayBind() {
        return loopback || token != null;
    }

    /**
     * What is wrong with who asks; null when nothing is.
     *
     * @param port the port that the request came in at
     * @param open whether the path is for everybody who can reach the port
     */
    @Nullable
    Problem refuse(MultiMap headers, int port, boolean open) {
        List<String> hosts = headers.getAll(HttpHeaders.HOST);
        if (hosts.size() != 1 || (loopback && !Loopback.names(hosts.get(0), host, port))) {
            return Problem.WRONG_HOST;
        }
        if (!sameOrigin(headers.getAll(HttpHeaders.ORIGIN), hosts.get(0))) {
            return Problem.WRONG_ORIGIN;
        }
        return open || authorized(headers.getAll(HttpHeaders.AUTHORIZATION)) ? null : Problem.UNAUTHORIZED;
    }

    private static boolean sameOrigin(List<String> origins, String host) {
        return origins.stream()
                .allMatch(origin ->
                        origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }

    private boolean authorized(List<String> values) {
        if (token == null) {
            return true;
        }
        if (values.size() != 1 || !values.get(0).toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        // Digests have one length, so the comparison tells nothing of the token's, either.
        return MessageDigest.isEqual(token, digest(values.get(0).substring(SCHEME.length())));
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}

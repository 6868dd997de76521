package dev.centrifuge.delivery.head;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.outbound.Auth;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;

/** Says who we are: a bearer token, a user and password, or a header of the destination's choice. */
public final class Authorization implements Stamp {

    private final AsciiString name;
    private final String value;

    private Authorization(String name, String value) {
        this.name = AsciiString.cached(name.toLowerCase(Locale.ROOT));
        this.value = value;
    }

    /** @param auth of a kind that is the same header in each request */
    public static Authorization of(Auth auth) {
        return new Authorization(Objects.requireNonNull(auth.headerName()), value(auth));
    }

    private static String value(Auth auth) {
        // JDK 17 has no pattern matching in switch.
        if (auth instanceof Auth.Bearer bearer) {
            return "Bearer " + bearer.token().value();
        } else if (auth instanceof Auth.Basic basic) {
            String pair = basic.username() + ':' + basic.password().value();
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        } else if (auth instanceof Auth.Header header) {
            return header.value().value();
        }
        throw new IllegalStateException("unknown kind of authentication");
    }

    /**
     * What a client of OAuth 2 with a secret shows to a token endpoint after {@code Basic}: a secret. RFC 6749, section 2.3.1 wants both
     * parts encoded as in a form, which changes nothing in ordinary ones.
     */
    public static String credentials(String clientId, Secret clientSecret) {
        String id = URLEncoder.encode(clientId, StandardCharsets.UTF_8);
        String secret = URLEncoder.encode(clientSecret.value(), StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString((id + ':' + secret).getBytes(StandardCharsets.US_ASCII));
    }

    /** The header's value: a secret. */
    public String value() {
        return value;
    }

    @Override
    public void stamp(Head head, MultiMap headers) {
        headers.add(name, value);
    }
}

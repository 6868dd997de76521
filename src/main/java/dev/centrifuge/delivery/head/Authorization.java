package dev.centrifuge.delivery.head;

import dev.centrifuge.config.DestinationConfig.Auth;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Says who we are: a bearer token, a user and password, or a header of the destination's choice. */
public final class Authorization implements Stamp {

    private final AsciiString name;
    private final String value;

    private Authorization(String name, String value) {
        this.name = AsciiString.cached(name);
        this.value = FixedHeaders.checkedValue(name, value);
    }

    /** @throws IllegalArgumentException where the values cannot stand in a header; the message holds no secret */
    public static Authorization of(Auth auth) {
        // JDK 17 has no pattern matching in switch.
        if (auth instanceof Auth.Bearer bearer) {
            return new Authorization("authorization", "Bearer " + bearer.token().value());
        } else if (auth instanceof Auth.Basic basic) {
            String pair = basic.username() + ':' + basic.password().value();
            byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
            return new Authorization(
                    "authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
        } else if (auth instanceof Auth.Header header) {
            return new Authorization(
                    FixedHeaders.checkedName(header.name()), header.value().value());
        }
        throw new IllegalStateException("unknown kind of authentication");
    }

    /** The header's value: a secret. */
    public String value() {
        return value;
    }

    @Override
    public void stamp(Head head, MultiMap headers) {
        // Replaces a header of the same name among the destination's own.
        headers.set(name, value);
    }
}

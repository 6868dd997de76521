package dev.centrifuge.delivery.token;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint gives (RFC 6749, section 5.1).
 *
 * @param accessToken a secret that fits into a header
 * @param life how long it lasts; 1 s to 1 d
 */
record Grant(String accessToken, Duration life) {

    /** Where the endpoint does not say, which it should: long enough to be worth it, short enough to be safe. */
    private static final Duration UNSAID = Duration.ofMinutes(5);

    private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

    /** RFC 6750, section 2.1: b64token. */
    private static final String B64TOKEN = "[A-Za-z0-9._~+/-]{1,8192}=*";

    @Override
    public String toString() {
        return "Grant[***, " + life + "]";
    }

    /** @throws TokenFailure with a reason that repeats nothing of the body, which may hold a token */
    static Grant parse(Buffer body) throws TokenFailure {
        JsonObject json = json(body);
        if (!(json.getValue("access_token") instanceof String token) || !token.matches(B64TOKEN)) {
            throw new TokenFailure("the token endpoint gave no access token that fits into a header");
        }
        Object type = json.getValue("token_type");
        if (type != null && !"bearer".equalsIgnoreCase(type.toString())) {
            throw new TokenFailure("the token endpoint gave a token that is no bearer token");
        }
        return new Grant(token, life(json.getValue("expires_in")));
    }

    /** The {@code error} of an answer that is none of the above: one of a few words (section 5.2), or empty. */
    static String error(Buffer body) {
        try {
            String word = String.valueOf(json(body).getValue("error"));
            return word.matches("[a-z_]{1,40}") && !word.equals("null") ? " " + word : "";
        } catch (TokenFailure e) {
            return "";
        }
    }

    private static JsonObject json(Buffer body) throws TokenFailure {
        try {
            return new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            throw new TokenFailure("the token endpoint did not answer with a JSON object");
        }
    }

    /** Some endpoints write the number as a text. */
    private static Duration life(@Nullable Object expiresIn) throws TokenFailure {
        if (expiresIn == null) {
            return UNSAID;
        }
        String text = expiresIn.toString();
        if (!text.matches("[0-9]{1,18}(\\.[0-9]{1,9})?")) {
            throw new TokenFailure("the token endpoint gave a token of no length of life");
        }
        long seconds = Long.parseLong(text.replaceFirst("\\..*", ""));
        if (seconds < 1) {
            throw new TokenFailure("the token endpoint gave a token that has expired");
        }
        return Duration.ofSeconds(Math.min(LONGEST_SECONDS, seconds));
    }
}

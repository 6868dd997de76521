package dev.centrifuge.ingest.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Finds the source of a presented write key. Belongs to one event loop: it reuses its digest.
 *
 * <p>There is no cache of keys that were seen: hashing one costs 0.07 µs, and a cache would hold the keys themselves.
 */
public final class KeyReader {

    private final MessageDigest sha256 = sha256();

    /**
     * The source that an {@code Authorization} header names: {@code Basic} with the key as user (a password is
     * ignored), or {@code Bearer}. Null for anything else.
     */
    public @Nullable Source header(String authorization, Sources sources) {
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return basic(authorization.substring(6).strip(), sources);
        }
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return key(authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8), sources);
        }
        return null;
    }

    private @Nullable Source basic(String credentials, Sources sources) {
        try {
            byte[] decoded = Base64.getDecoder().decode(credentials);
            sha256.update(decoded, 0, user(decoded));
            return sources.byHash(sha256.digest());
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** How many bytes come before the first colon. */
    private static int user(byte[] credentials) {
        int i = 0;
        while (i < credentials.length && credentials[i] != ':') {
            i++;
        }
        return i;
    }

    /** The source that a key belongs to, or null. */
    public @Nullable Source key(byte[] key, Sources sources) {
        return sources.byHash(sha256.digest(key));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    static long prefix(byte[] hash) {
        return ByteBuffer.wrap(hash).getLong();
    }
}

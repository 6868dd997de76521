package dev.centrifuge.config.shown;

import dev.centrifuge.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a configuration is another than one before, on whatever node and after whatever restart: 64 bits of a
 * SHA-256 over all that it holds, secrets too. So few bits do not give away a secret: many fit.
 */
public final class Fingerprint {
    private static final int BYTES = 8;

    private final MessageDigest digest;

    private Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** 16 hexadecimal digits; equal for equal records. */
    public static String of(Record configuration) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(configuration);
        return HexFormat.of().formatHex(fingerprint.digest.digest(), 0, BYTES);
    }

    private void add(@Nullable Object value) {
        if (value == null) {
            digest.update((byte) 0);
        } else if (value instanceof Secret secret) {
            text(secret.value());
        } else if (value instanceof Map<?, ?> map) {
            size(map.size());
            map.forEach((key, each) -> {
                add(key);
                add(each);
            });
        } else if (value instanceof Collection<?> all) {
            size(all.size());
            all.forEach(this::add);
        } else if (value instanceof Record) {
            text(value.getClass().getSimpleName());
            Components.of(value).values().forEach(this::add);
        } else {
            text(value instanceof Enum<?> word ? word.name() : value.toString());
        }
    }

    /** With its length before it, so that no two lists of texts run together. */
    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        size(bytes.length);
        digest.update(bytes);
    }

    private void size(int size) {
        digest.update((Integer.toString(size) + ':').getBytes(StandardCharsets.US_ASCII));
    }
}

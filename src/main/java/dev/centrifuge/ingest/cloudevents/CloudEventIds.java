package dev.centrifuge.ingest.cloudevents;

import dev.centrifuge.ingest.intake.Identity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Message ids for CloudEvents. They are unique by {@code source} and {@code id} together, de-duplication here is by
 * message id alone, and two producers that count from 1 share a write key: so the id must depend on both. It is the
 * CloudEvent's own, to be found by, and 96 bits of the SHA-256 of its source:
 *
 * <pre>{@code A234-1234-1234  +  -  +  47DEQpj8HBSa-_TI}</pre>
 *
 * <p>Where that is more than 100 characters, or the id is not printable ASCII, it is a SHA-256 of both. Belongs to one
 * event loop.
 */
final class CloudEventIds {

    private static final int SOURCE_BYTES = 12;
    private static final int SUFFIX = 1 + SOURCE_BYTES * 8 / 6;

    private final Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    private final MessageDigest sha256 = sha256();

    String messageId(String source, String id) {
        byte[] ofSource = sha256.digest(source.getBytes(StandardCharsets.UTF_8));
        if (id.length() + SUFFIX <= Identity.MAX_MESSAGE_ID && isPrintable(id)) {
            return id + '-' + base64.encodeToString(Arrays.copyOf(ofSource, SOURCE_BYTES));
        }
        sha256.update(ofSource);
        return base64.encodeToString(sha256.digest(id.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isPrintable(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) <= ' ' || id.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

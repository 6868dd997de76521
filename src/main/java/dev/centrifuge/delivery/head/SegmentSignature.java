package dev.centrifuge.delivery.head;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code X-Signature} of Segment's webhook destinations: the HMAC-SHA1 of the body with the shared secret, in lower-case
 * hexadecimal digits. For receivers that were built for Segment; it says nothing of when a request was made, so a copy of
 * it is as good as it.
 *
 * <p>Not thread-safe: one per destination and event loop.
 */
public final class SegmentSignature implements Stamp {

    private static final AsciiString X_SIGNATURE = AsciiString.cached("x-signature");
    private static final String ALGORITHM = "HmacSHA1";

    private final Mac mac;

    /** @param secret any text; its UTF-8 bytes are the key */
    public SegmentSignature(String secret) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA1", e);
        }
    }

    @Override
    public void stamp(Head head, MultiMap headers) {
        headers.add(X_SIGNATURE, HexFormat.of().formatHex(mac.doFinal(head.body())));
    }
}

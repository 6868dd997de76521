package dev.centrifuge.tools.sink;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Checks signatures as a receiver would (Standard Webhooks 1.0, symmetric). Belongs to one thread. */
final class Signatures {
    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    /** What the specification's own libraries allow between the clocks of both sides, in seconds. */
    private static final long TOLERANCE = 300;

    private final List<Mac> macs;

    /** @throws IllegalArgumentException where a secret is not {@code whsec_} and base64; the secret is not in its message */
    Signatures(List<String> secrets) {
        this.macs = secrets.stream().map(Signatures::mac).toList();
    }

    /**
     * Why a request must be refused, or null where it is in order.
     *
     * @param seconds now, since the epoch
     */
    @Nullable
    String fault(
            @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body, long seconds) {
        if (macs.isEmpty()) {
            return null;
        }
        if (id == null || timestamp == null || signatures == null) {
            return "webhook-id, webhook-timestamp or webhook-signature is missing";
        }
        if (!timestamp.matches("\\d{1,15}") || Math.abs(seconds - Long.parseLong(timestamp)) > TOLERANCE) {
            return "webhook-timestamp is not within " + TOLERANCE + " s of now";
        }
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        return macs.stream().anyMatch(mac -> signed(mac, head, body, signatures)) ? null : "no signature matches";
    }

    private static boolean signed(Mac mac, byte[] head, byte[] body, String signatures) {
        mac.update(head);
        byte[] expected =
                (VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (String each : signatures.split(" ", 20)) {
            found |= MessageDigest.isEqual(expected, each.getBytes(StandardCharsets.UTF_8));
        }
        return found;
    }

    private static Mac mac(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a signing secret starts with " + PREFIX);
        }
        try {
            byte[] key = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("a signing secret is " + PREFIX + " and base64");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HmacSHA256", missing);
        }
    }
}

package dev.centrifuge.delivery.head;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The {@code webhook-id} of a batch: the same for the same events in the same order, whoever sends them and when. So a
 * batch that is tried again has the id that it had, also after a crash that gathers the same events.
 *
 * <p>128 bits of SHA-256 over sources and message ids.
 */
final class BatchId {
    private static final int BYTES = 16;

    private BatchId() {}

    static String of(List<Event> events) {
        MessageDigest sha256 = sha256();
        for (Event event : events) {
            Envelope envelope = event.envelope();
            add(sha256, envelope.source());
            add(sha256, envelope.id());
        }
        return "batch-" + HexFormat.of().formatHex(sha256.digest(), 0, BYTES);
    }

    /** With its length, so that no two lists of texts are the same bytes. */
    private static void add(MessageDigest sha256, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int shift = 24; shift >= 0; shift -= 8) {
            sha256.update((byte) (bytes.length >>> shift));
        }
        sha256.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}

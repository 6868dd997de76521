package dev.centrifuge.kafka.state;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which offsets were suppressed as duplicates, as records of {@code state}:
 *
 * <pre>
 *   key  suppressed/&lt;topic&gt;/&lt;chunk&gt;   value  the suppressed ones of 4,096 offsets; none: a tombstone
 * </pre>
 *
 * <p>They are set aside: written before the head whose mark is past them. Where a crash comes between, the offsets from the
 * mark on are decided about again.
 */
final class SuppressedCodec {
    static final String SUPPRESSED = "suppressed/";

    private SuppressedCodec() {}

    /** What one partition of {@code state} says, record by record. */
    static final class Restorer {
        private final Map<String, Map<Long, byte[]>> chunks = new HashMap<>();

        /** Keys of other kinds are left alone. */
        void accept(byte[] key, byte @Nullable [] value) {
            String text = new String(key, StandardCharsets.UTF_8);
            if (!text.startsWith(SUPPRESSED)) {
                return;
            }
            int slash = text.lastIndexOf('/');
            long chunk = Long.parseLong(text.substring(slash + 1));
            Map<Long, byte[]> ofTopic =
                    chunks.computeIfAbsent(text.substring(SUPPRESSED.length(), slash), topic -> new HashMap<>());
            if (value == null) {
                ofTopic.remove(chunk);
            } else {
                ofTopic.put(chunk, value);
            }
        }

        void adopt(String topic, Restorer from) {
            chunks.put(topic, from.chunks(topic));
        }

        Map<Long, byte[]> chunks(String topic) {
            return chunks.getOrDefault(topic, Map.of());
        }
    }
}

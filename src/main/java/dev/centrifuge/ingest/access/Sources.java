package dev.centrifuge.ingest.access;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.SourceConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All sources at one moment, disabled ones included: their clients are told to wait, not that their key is wrong. A reload makes a new one; a source whose rate did not change keeps its bucket, so
 * that reloading does not refill it.
 *
 * <p>Keys are found by the first eight bytes of their SHA-256 and then compared whole, in constant time: how long a
 * look-up takes says nothing about a key, because who presents one cannot choose its hash.
 */
public final class Sources {

    // Hashes are compared by MessageDigest.isEqual only; the record's own equality is not used.
    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(byte[] hash, Source source) {}

    private final Map<String, Source> byId = new HashMap<>();
    private final Map<Long, Entry> byHash = new HashMap<>();

    private Sources() {}

    /**
     * @param previous what was before, whose buckets go on, or null
     * @param nowNanos when new buckets start
     */
    public static Sources of(Map<String, SourceConfig> configs, @Nullable Sources previous, long nowNanos) {
        Sources sources = new Sources();
        MessageDigest sha256 = KeyReader.sha256();
        for (SourceConfig config : configs.values()) {
            sources.add(config, new Source(config, rate(config, previous, nowNanos)), sha256);
        }
        return sources;
    }

    private void add(SourceConfig config, Source source, MessageDigest sha256) {
        byId.put(config.id(), source);
        for (Secret key : config.writeKeys()) {
            byte[] hash = sha256.digest(key.value().getBytes(StandardCharsets.UTF_8));
            byHash.put(KeyReader.prefix(hash), new Entry(hash, source));
        }
    }

    private static @Nullable RateLimit rate(SourceConfig config, @Nullable Sources previous, long nowNanos) {
        if (config.rate() == null) {
            return null;
        }
        Source before = previous == null ? null : previous.byId.get(config.id());
        RateLimit kept = before == null ? null : before.rate();
        boolean same = kept != null && Objects.equals(kept.config(), config.rate());
        return same ? kept : new RateLimit(config.rate(), nowNanos);
    }

    /** The source that a key's hash belongs to, or null. */
    @Nullable
    Source byHash(byte[] hash) {
        Entry entry = byHash.get(KeyReader.prefix(hash));
        return entry != null && MessageDigest.isEqual(entry.hash, hash) ? entry.source : null;
    }

    /** Whether pages of an origin may send to any source: all that can be said before a key is seen. */
    public boolean anyAllows(String origin) {
        for (Source source : byId.values()) {
            if (source.allows(origin)) {
                return true;
            }
        }
        return false;
    }
}

package dev.centrifuge.ingest.access;

import dev.centrifuge.config.SourceConfig;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A source as the hot path wants it. Immutable but for its rate's state. */
public final class Source {

    private final String id;
    private final byte[] keyPrefix;
    private final Set<String> origins;
    private final boolean enabled;
    private final @Nullable Schemas schemas;
    private final @Nullable RateLimit rate;

    Source(SourceConfig config, @Nullable RateLimit rate) {
        this.id = config.id();
        this.keyPrefix = (config.id() + ":").getBytes(StandardCharsets.UTF_8);
        this.origins = Set.copyOf(config.origins());
        this.enabled = config.enabled();
        this.schemas = Schemas.of(config.schemas());
        this.rate = rate;
    }

    public String id() {
        return id;
    }

    /** The source's id and a colon, which each of its events' keys begins with. */
    public byte[] keyPrefix() {
        return keyPrefix;
    }

    /** Whether its events are taken. */
    public boolean enabled() {
        return enabled;
    }

    /** What its events must match, or null. */
    public @Nullable Schemas schemas() {
        return schemas;
    }

    /** Its rate, or null where it has none. */
    public @Nullable RateLimit rate() {
        return rate;
    }

    /** Whether pages of an origin may send to it and read its answers. */
    public boolean allows(String origin) {
        return origins.contains("*") || origins.contains(origin);
    }
}

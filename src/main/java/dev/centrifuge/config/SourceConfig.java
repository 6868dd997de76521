package dev.centrifuge.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code sources/<id>.json}.
 *
 * @param origins which browser origins CORS allows; {@code *} for all
 */
public record SourceConfig(
        String id,
        List<Secret> writeKeys,
        boolean enabled,
        List<String> origins,
        @Nullable RateConfig rate) {}

package dev.centrifuge.ingest.access;

import dev.centrifuge.config.Secret;
import dev.centrifuge.config.SourceConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyReaderTest {

    private final KeyReader reader = new KeyReader();
    private final Sources sources = Sources.of(
            Map.of(
                    "web", source("web", true, "one", "two"),
                    "app", source("app", true, "three"),
                    "off", source("off", false, "four")),
            null,
            0);

    private static SourceConfig source(String id, boolean enabled, String... keys) {
        List<Secret> secrets = List.of(keys).stream().map(Secret::new).toList();
        return new SourceConfig(id, secrets, enabled, List.of("https://" + id + ".example"), null, List.of());
    }

    private @Nullable String header(String value) {
        Source source = reader.header(value, sources);
        return source == null ? null : source.id();
    }

    private static String basic(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void each_key_finds_its_source() {
        assertThat(header("Basic " + basic("one:"))).isEqualTo("web");
        assertThat(header("basic  " + basic("two:password"))).isEqualTo("web");
        assertThat(header("Basic " + basic("three"))).isEqualTo("app");
        assertThat(header("Bearer three")).isEqualTo("app");
        assertThat(header("Bearer four")).as("disabled").isEqualTo("off");
        assertThat(header("BEARER  one ")).isEqualTo("web");
    }

    @Test
    void everything_else_finds_none() {
        for (String value : List.of(
                "",
                "Basic",
                "Basic ",
                "Bearer ",
                "Basic " + basic(":one"),
                "Bearer on",
                "Bearer one1",
                "Basic ~",
                "one",
                "Token one",
                "Bearer " + basic("one:"))) {
            assertThat(header(value)).as(value).isNull();
        }
    }

    @Test
    void an_origin_is_allowed_by_whichever_source_lists_it() {
        assertThat(sources.anyAllows("https://web.example")).isTrue();
        assertThat(sources.anyAllows("https://app.example")).isTrue();
        assertThat(sources.anyAllows("https://off.example")).isTrue();
        assertThat(sources.anyAllows("https://web.example.evil")).isFalse();
    }
}

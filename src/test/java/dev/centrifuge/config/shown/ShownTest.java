package dev.centrifuge.config.shown;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.config.SourceConfig;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.config.payload.Template;
import dev.centrifuge.jslt.Jslt;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShownTest {
    private static DestinationConfig crm(String secret, Payload payload) {
        DestinationConfig plain = DestinationConfig.to(
                "crm", URI.create("https://crm.example:8443/services/T00000000000000000000/x?key=s3cret"));
        return new DestinationConfig(
                "crm",
                plain.url(),
                Set.of("web"),
                true,
                "POST",
                Map.of("x-team", new Secret(secret)),
                payload,
                null,
                null,
                plain.concurrency(),
                plain.timeout(),
                plain.retry(),
                plain.ordering(),
                null,
                null,
                plain.http(),
                false);
    }

    @Test
    void destination_hasTheKeysOfItsFile_andNoSecret() throws Exception {
        Payload payload = new Payload(
                Format.NDJSON,
                Jslt.compile(".type == \"track\""),
                null,
                Template.parse("/contacts/{.userId}"),
                Map.of("x-user", Template.parse("{.userId}")),
                List.of());
        Map<String, Object> shown = Shown.of(crm("s3cret-too", payload));
        assertThat(shown)
                .containsEntry("url", "https://crm.example:8443/contacts/{.userId}")
                .containsEntry("format", "ndjson")
                .containsEntry("filter", ".type == \"track\"")
                .containsEntry("headers", Map.of("x-team", "***", "x-user", "{.userId}"))
                .containsEntry("timeout", "10s")
                .containsEntry("ordering", "none")
                .containsEntry("concurrency", Map.of("max", 64, "adaptive", true))
                .doesNotContainKeys("payload", "http", "auth", "batch");
        assertThat(shown.toString()).doesNotContain("s3cret");
    }

    @Test
    void urls_areShownWithoutWhatMayBeASecret() {
        Map<String, Object> shown = Shown.of(crm("x", Payload.defaults()));
        assertThat(shown).containsEntry("url", "https://crm.example:8443/services/***/x?***");
        assertThat(Shown.url(URI.create("https://crm.example/a?key=b"))).isEqualTo("https://crm.example/a");
    }

    @Test
    void fingerprint_isTheSameForTheSame_andChangesWithWhatIsHidden() {
        String one = Fingerprint.of(crm("one", Payload.defaults()));
        assertThat(one).matches("[0-9a-f]{16}").isEqualTo(Fingerprint.of(crm("one", Payload.defaults())));
        assertThat(Fingerprint.of(crm("two", Payload.defaults()))).isNotEqualTo(one);
    }

    @Test
    void fingerprint_tellsListsOfTextsApart() {
        assertThat(Fingerprint.of(source("ab", "c"))).isNotEqualTo(Fingerprint.of(source("a", "bc")));
        assertThat(Fingerprint.of(source("a", "b"))).isNotEqualTo(Fingerprint.of(source("a")));
    }

    private static SourceConfig source(String... keys) {
        List<Secret> secrets = List.of(keys).stream().map(Secret::new).toList();
        return new SourceConfig("web", secrets, true, List.of("*"), null, List.of());
    }
}

package dev.centrifuge.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.config.IngestConfig;
import dev.centrifuge.config.Secret;
import dev.centrifuge.ingest.http.ProjectSettings;
import dev.centrifuge.ingest.json.Trees;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.centrifuge.ingest.IngestHandlerTest.isProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** What Segment's SDK for browsers asks for before it sends. */
class ProjectSettingsTest {

    private static final String PAGE = "https://shop.example";

    @Test
    void settings_name_the_gateway_as_the_page_reaches_it() {
        try (IngestServer server = new IngestServer()) {
            HttpResponse<String> answer = get(server, "/v1/projects/" + IngestServer.KEY + "/settings", PAGE);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
            JsonNode settings = Trees.read(answer.body());
            JsonNode segment = settings.at("/integrations/Segment.io");
            assertThat(segment.path("apiHost").asText()).isEqualTo("127.0.0.1:" + server.port() + "/v1");
            assertThat(segment.path("protocol").asText()).isEqualTo("http");
            assertThat(segment.path("apiKey").asText()).isEqualTo(IngestServer.KEY);
            assertThat(settings.at("/metrics/sampleRate").asInt(7)).isZero();
            assertThat(server.listener.told).isEmpty();
        }
    }

    @Test
    void a_page_may_read_and_keep_them_but_not_one_of_another_origin() {
        try (IngestServer server = new IngestServer()) {
            String path = "/v1/projects/" + IngestServer.KEY + "/settings/";
            HttpResponse<String> answer = get(server, path, PAGE);
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .contains(PAGE);
            assertThat(answer.headers().firstValue("cache-control")).contains("public, max-age=300");
            assertThat(answer.headers().firstValue("vary")).contains("origin");

            HttpResponse<String> other = get(server, path, "https://other.example");
            assertThat(other.headers().firstValue("access-control-allow-origin"))
                    .isEmpty();
            assertThat(other.headers().firstValue("vary")).contains("origin");
        }
    }

    @Test
    void those_of_a_disabled_source_are_there_so_that_pages_keep_their_events() {
        try (IngestServer server = new IngestServer()) {
            assertThat(get(server, "/v1/projects/off-key/settings", PAGE).statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/projects/unknown/settings",
                "/v1/projects//settings",
                "/v1/projects/settings",
                "/v1/projects/web-write-key",
                "/v1/projects/web-write-key/settings/x",
                "/v1/projects/a/web-write-key/settings",
                "/v1/projects/web-write-key%00/settings"
            })
    void anything_else_is_404_and_pages_may_read_why(String path) {
        try (IngestServer server = new IngestServer()) {
            HttpResponse<String> answer = get(server, path, PAGE);
            assertThat(isProblem(answer, 404)).isTrue();
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .contains(PAGE);
            assertThat(answer.headers().firstValue("cache-control")).isEmpty();
        }
    }

    @Test
    void another_method_is_405_and_a_preflight_is_answered() {
        try (IngestServer server = new IngestServer()) {
            String path = "/v1/projects/" + IngestServer.KEY + "/settings";
            HttpResponse<String> post = server.post(path, "{}");
            assertThat(isProblem(post, 405)).isTrue();
            assertThat(post.headers().firstValue("allow")).contains("GET, OPTIONS");

            HttpResponse<String> preflight =
                    server.send(server.request(path).method("OPTIONS", BodyPublishers.noBody()), "origin", PAGE);
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("access-control-allow-methods"))
                    .contains("GET, POST");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://events.example, https, events.example/v1",
        "https://events.example/, https, events.example/v1",
        "http://events.example:8443/in//, http, events.example:8443/in/v1"
    })
    void a_public_url_counts_whatever_the_host(URI url, String protocol, String host) {
        JsonNode segment = segment(settings(url, null), null);
        assertThat(segment.path("apiHost").asText()).isEqualTo(host);
        assertThat(segment.path("protocol").asText()).isEqualTo(protocol);
    }

    @Test
    void over_tls_the_protocol_is_https() {
        JsonNode segment = segment(
                settings(null, new IngestConfig.TlsConfig(Path.of("c"), Path.of("k"), "", new Secret(""))),
                HostAndPort.parseAuthority("[::1]:8443", 443));
        assertThat(segment.path("protocol").asText()).isEqualTo("https");
        assertThat(segment.path("apiHost").asText()).isEqualTo("[::1]:8443/v1");
    }

    @Test
    void a_host_that_is_none_is_not_passed_on() {
        assertThat(settings(null, null).of("k", null)).isNull();
        assertThat(settings(null, null).of("k", HostAndPort.create("a\"b", 80))).isNull();
        assertThat(settings(null, null).of("k", HostAndPort.create("evil.example/x", 80)))
                .isNull();
    }

    private static HttpResponse<String> get(IngestServer server, String path, String origin) {
        return server.send(server.request(path).GET(), "origin", origin);
    }

    private static ProjectSettings settings(@Nullable URI publicUrl, IngestConfig.@Nullable TlsConfig tls) {
        IngestConfig or = IngestConfig.defaults();
        return ProjectSettings.of(new IngestConfig(
                or.host(),
                or.port(),
                or.maxEvent(),
                or.maxBatch(),
                or.maxBatchEvents(),
                or.maxInFlight(),
                or.maxConnections(),
                or.ackTimeout(),
                or.requestTimeout(),
                tls,
                publicUrl));
    }

    private static JsonNode segment(ProjectSettings settings, @Nullable HostAndPort authority) {
        return Trees.read(Objects.requireNonNull(settings.of("key", authority)).text())
                .at("/integrations/Segment.io");
    }
}

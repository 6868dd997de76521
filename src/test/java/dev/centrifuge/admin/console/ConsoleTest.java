package dev.centrifuge.admin.console;

import dev.centrifuge.admin.AdminFixture;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How the console's files are served. */
class ConsoleTest {
    private static final Path FOLDER = Path.of("src/main/resources/console");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static AdminFixture port;

    @BeforeAll
    static void open() throws Exception {
        port = new AdminFixture(Vertx.vertx(), 0, "s3cret");
    }

    @AfterAll
    static void close() throws Exception {
        port.close();
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(port.url(path));
        return CLIENT.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String asset(String name) throws Exception {
        Matcher found =
                Pattern.compile("/console/[0-9a-f]{16}/").matcher(new String(get("/").body(), StandardCharsets.UTF_8));
        assertThat(found.find()).isTrue();
        return found.group() + name;
    }

    @Test
    void page_is_served_without_the_token_and_forbids_all_that_is_not_ours() throws Exception {
        HttpResponse<byte[]> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "content-security-policy"))
                .startsWith("default-src 'self';")
                .contains("require-trusted-types-for 'script'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(page, "cache-control")).isEqualTo("no-cache");
        assertThat(get("/v1/openapi.json").statusCode()).isEqualTo(401);
        assertThat(get("/", "if-none-match", header(page, "etag")).statusCode()).isEqualTo(304);
    }

    @Test
    void files_are_kept_by_browsers_and_compressed() throws Exception {
        HttpResponse<byte[]> plain = get(asset("main.js"));
        HttpResponse<byte[]> zipped = get(asset("main.js"), "accept-encoding", "br, gzip");

        assertThat(plain.body()).isEqualTo(Files.readAllBytes(FOLDER.resolve("main.js")));
        assertThat(header(plain, "cache-control")).contains("immutable");
        assertThat(header(plain, "content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(header(zipped, "content-encoding")).isEqualTo("gzip");
        assertThat(header(zipped, "etag")).isNotEqualTo(header(plain, "etag"));
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(header(get(asset("main.js"), "accept-encoding", "gzip;q=0"), "content-encoding"))
                .isEmpty();
    }

    @Test
    void whatever_is_not_a_file_of_this_version_is_not_found() throws Exception {
        assertThat(get("/console/0000000000000000/main.js").statusCode()).isEqualTo(404);
        assertThat(get(asset("..%2f..%2flog4j2.xml")).statusCode()).isEqualTo(404);
        assertThat(get(asset("index.html")).statusCode()).isEqualTo(404);
    }

    @Test
    void every_file_is_served_and_makes_no_markup() throws Exception {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                assertThat(name.equals(Assets.INDEX) || Assets.FILES.contains(name))
                        .as(name)
                        .isTrue();
                assertThat(Files.readString(file))
                        .as(name)
                        .doesNotContain(
                                "innerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://localhost")
                        .doesNotContainPattern("https?://(?!www\\.w3\\.org/2000/svg)");
            }
        }
        assertThat(get(asset("uPlot.iife.min.js")).statusCode()).isEqualTo(200);
        assertThat(get(asset("uPlot.min.css")).statusCode()).isEqualTo(200);
    }
}

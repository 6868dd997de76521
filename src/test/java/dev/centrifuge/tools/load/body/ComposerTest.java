package dev.centrifuge.tools.load.body;

import dev.centrifuge.time.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ComposerTest {
    private static final long NOW = Instant.parse("2026-03-04T05:06:07.089Z").toEpochMilli();
    private static final Ticker TICKER = new Ticker() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public long millis() {
            return NOW;
        }
    };

    private final List<String> keys = List.of("first", "second");

    @Test
    void sameSeed_sameBytes_anotherSeed_others() {
        for (int batch : new int[] {1, 20}) {
            for (long n = 0; n < 50; n++) {
                assertThat(request(composer(batch, false, 5), n)).isEqualTo(request(composer(batch, false, 5), n));
            }
            assertThat(request(composer(batch, false, 5), 7)).isNotEqualTo(request(composer(batch, false, 6), 7));
        }
    }

    @Test
    void singles_goToTheRouteOfTheirCall() {
        Composer composer = composer(1, false, 1);
        Map<String, Integer> calls = new HashMap<>();
        for (long n = 0; n < 2_000; n++) {
            String request = request(composer, n);
            JsonObject event = new JsonObject(body(request));
            assertThat(request)
                    .startsWith("POST /v1/" + event.getString("type") + " HTTP/1.1\r\nhost: gateway:8080\r\n");
            calls.merge(event.getString("type"), 1, Integer::sum);
            assertThat(event.getString("userId")).matches("user-\\d{8}");
            assertThat(event.getString("sentAt")).isEqualTo("2026-03-04T05:06:07.089Z");
            long written = Instant.parse(event.getString("originalTimestamp")).toEpochMilli();
            assertThat(NOW - written).isBetween(0L, 1_999L);
        }
        assertThat(calls).containsOnlyKeys("track", "page", "identify", "screen", "group", "alias");
        assertThat(calls.get("track")).isBetween(1_200, 1_600);
    }

    @Test
    void sizes_spreadAroundTheMean() {
        for (int mean : new int[] {700, 1_500, 6_000}) {
            List<Form> forms = Forms.of(new MessageIds("r"), mean, 3);
            double average = forms.stream().mapToInt(Form::length).average().orElseThrow();
            assertThat(average).as("mean of %d", mean).isBetween(mean * 0.88, mean * 1.12);
            assertThat(forms.stream().mapToInt(Form::length).distinct().count()).isGreaterThan(100);
            assertThat(forms.stream().mapToInt(Form::length).max().orElseThrow())
                    .isGreaterThan((int) (mean * 1.8));
        }
    }

    @Test
    void batch_isWholeJson_andItsIdsGoOn() {
        Composer composer = composer(50, false, 1);
        String request = request(composer, 3);
        assertThat(request).startsWith("POST /v1/batch HTTP/1.1\r\n");
        assertThat(request)
                .contains("content-length: " + body(request).getBytes(StandardCharsets.UTF_8).length + "\r\n");
        JsonArray batch = new JsonObject(body(request)).getJsonArray("batch");
        assertThat(batch).hasSize(50);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            String id = batch.getJsonObject(i).getString("messageId");
            assertThat(id).startsWith("load-run1-%012d-".formatted(150 + i));
            ids.add(id);
        }
        assertThat(ids).hasSize(50);
        assertThat(new JsonObject(body(request)).getString("sentAt")).isEqualTo("2026-03-04T05:06:07.089Z");
    }

    @Test
    void gzip_holdsTheSameBody() throws IOException {
        for (int batch : new int[] {1, 100}) {
            Composer plain = composer(batch, false, 1);
            Composer gzip = composer(batch, true, 1);
            for (long n = 0; n < 5; n++) {
                ByteBuf request = buffer(gzip, n);
                String head = request.toString(StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2)[0];
                assertThat(head).contains("\r\ncontent-encoding: gzip\r\n");
                byte[] body = new byte[request.readableBytes() - head.length() - 4];
                request.skipBytes(head.length() + 4).readBytes(body);
                request.release();
                assertThat(head).endsWith("content-length: " + body.length);
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo(body(request(plain, n)));
                }
            }
        }
    }

    @Test
    void usersBelongToOneSource_whoseKeyTheyUse() {
        Composer composer = composer(10, false, 1);
        Set<String> users = new HashSet<>();
        Set<String> used = new HashSet<>();
        for (long n = 0; n < 200; n++) {
            String request = request(composer, n);
            String basic = request.split("authorization: Basic ")[1].split("\r\n")[0];
            String key = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            used.add(key);
            int source = keys.indexOf(key.replace(":", ""));
            JsonArray batch = new JsonObject(body(request)).getJsonArray("batch");
            for (int i = 0; i < batch.size(); i++) {
                String user = batch.getJsonObject(i).getString("userId").substring(5);
                users.add(user);
                assertThat(Integer.parseInt(user) % 2).isEqualTo(source);
                assertThat(Integer.parseInt(user)).isEqualTo(population(10).user(n * 10 + i));
            }
        }
        assertThat(used).hasSize(2);
        assertThat(users).hasSizeGreaterThan(95).hasSizeLessThanOrEqualTo(101);
    }

    @Test
    void ids_areFoundAgain_inAnyFormat() {
        String body = request(composer(3, false, 1), 4);
        StringBuilder found = new StringBuilder();
        new MessageIds("run1")
                .find(body.getBytes(StandardCharsets.UTF_8), (seq, after) -> found.append(seq + "/" + after + " "));
        assertThat(found.toString()).isEqualTo("12/6 13/6 14/6 ");
        new MessageIds("run2").find(body.getBytes(StandardCharsets.UTF_8), (seq, after) -> found.append("other"));
        new MessageIds("run1")
                .find("load-run1-00".getBytes(StandardCharsets.UTF_8), (seq, after) -> found.append("cut"));
        assertThat(found.toString()).doesNotContain("other").doesNotContain("cut");
    }

    @Test
    void nonsense_isRefusedInWords() {
        assertThatThrownBy(() -> new MessageIds("A b")).hasMessageContaining("not 'A b'");
        assertThatThrownBy(() -> new Population(1, 2, 1, 1)).hasMessageContaining("at least as many as write keys");
        assertThatThrownBy(() -> composer(2_501, false, 1)).hasMessageContaining("1 to 2500");
        assertThatThrownBy(() -> new BodyOptions("h", "", List.of("a\r\nb"), new MessageIds("r"), 1, 700, false, 1))
                .hasMessageContaining("visible ASCII");
    }

    private Composer composer(int batch, boolean gzip, long seed) {
        BodyOptions options = new BodyOptions("gateway:8080", "", keys, new MessageIds("run1"), batch, 700, gzip, seed);
        return new Composer(options, population(batch), TICKER, () -> 2);
    }

    private static Population population(int batch) {
        return new Population(101, 2, batch, 1);
    }

    private static String body(String request) {
        return request.split("\r\n\r\n", 2)[1];
    }

    private static String request(Composer composer, long number) {
        ByteBuf request = buffer(composer, number);
        String text = request.toString(StandardCharsets.UTF_8);
        request.release();
        return text;
    }

    private static ByteBuf buffer(Composer composer, long number) {
        ByteBuf own = composer.open(UnpooledByteBufAllocator.DEFAULT);
        ByteBuf request = composer.next(own, number);
        own.release();
        return request;
    }
}

package dev.centrifuge.tools.bench.child;

import dev.centrifuge.tools.load.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventsTest {

    @Test
    void single_isATrackOf678Bytes() {
        byte[] body = body(Events.single("/v1/track", 7), 3);
        assertThat(body).hasSize(678);
        JsonObject event = new JsonObject(new String(body, StandardCharsets.UTF_8));
        assertThat(event.getString("messageId")).isEqualTo(Events.ID_PREFIX + "000000000010");
        assertThat(event.getString("userId")).matches("user-\\d{6}");
        assertThat(event.getString("type")).isEqualTo("track");
    }

    @Test
    void batch_holdsDifferentEvents() {
        JsonArray batch = batch(new String(body(Events.batch(100, 0), 5), StandardCharsets.UTF_8));
        assertThat(batch).hasSize(100);
        assertThat(ids(batch))
                .hasSize(100)
                .contains(Events.ID_PREFIX + "000000000500", Events.ID_PREFIX + "000000000599");
    }

    @Test
    void varied_isOtherInEachRunAndTheLikeOfWhatARawProducerWrites() {
        Set<String> ids = ids(batch(new String(body(Events.varied(100, 1), 0), StandardCharsets.UTF_8)));
        ids.addAll(ids(batch(new String(body(Events.varied(100, 2), 0), StandardCharsets.UTF_8))));
        assertThat(ids).hasSize(200);
        byte[] other = Events.bodies(0).event(17);
        JsonObject raw = new JsonObject(new String(other, StandardCharsets.UTF_8));
        assertThat(raw.getString("messageId")).contains("000000000017");
        assertThat(raw.getString("userId"))
                .isEqualTo("user-%08d".formatted(Events.bodies(0).user(17)));
    }

    @Test
    void gzipVaried_inflatesToDifferentEvents() throws Exception {
        Payload pool = Events.gzipVaried(10, 3);
        Set<String> ids = new HashSet<>();
        for (int request = 0; request < 3; request++) {
            byte[] inflated = new GZIPInputStream(new ByteArrayInputStream(body(pool, request))).readAllBytes();
            ids.addAll(ids(batch(new String(inflated, StandardCharsets.UTF_8))));
        }
        assertThat(ids).hasSize(30);
        assertThat(body(pool, 3)).isEqualTo(body(pool, 0));
    }

    private static JsonArray batch(String body) {
        return new JsonObject(body).getJsonArray("batch");
    }

    private static Set<String> ids(JsonArray batch) {
        Set<String> ids = new HashSet<>();
        batch.forEach(each -> ids.add(((JsonObject) each).getString("messageId")));
        return ids;
    }

    private static byte[] body(Payload payload, long number) {
        ByteBuf own = payload.open(UnpooledByteBufAllocator.DEFAULT);
        ByteBuf request = payload.next(own, number);
        byte[] bytes = new byte[request.readableBytes()];
        request.getBytes(request.readerIndex(), bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n") + 4;
        assertThat(text).contains("content-length: " + (bytes.length - end) + "\r\n");
        return Arrays.copyOfRange(bytes, end, bytes.length);
    }
}

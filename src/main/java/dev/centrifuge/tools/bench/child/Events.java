package dev.centrifuge.tools.bench.child;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.load.Pool;
import dev.centrifuge.tools.load.Template;
import dev.centrifuge.tools.load.body.Bodies;
import dev.centrifuge.tools.load.body.BodyOptions;
import dev.centrifuge.tools.load.body.Composer;
import dev.centrifuge.tools.load.body.MessageIds;
import dev.centrifuge.tools.load.body.Population;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** What benchmarks send: the {@code track} of a web shop, as an SDK writes it, in 678 bytes. */
public final class Events {
    public static final String WRITE_KEY = "bench-write-key";
    /** What is before the number in a message id. */
    public static final String ID_PREFIX = "bench-00000000-0000-4000-8000-";

    private static final int SIZE = 678;
    /** Of the varied ones. */
    private static final int MEAN_SIZE = 700;

    private static final int USERS = 100_000;
    private static final long SEED = 1;
    private static final String HOST = "127.0.0.1";

    private Events() {}

    private static String headers(String writeKey) {
        return "authorization: Basic "
                + Base64.getEncoder().encodeToString((writeKey + ":").getBytes(StandardCharsets.UTF_8)) + "\r\n"
                + "content-type: application/json\r\n";
    }

    /** An event with places for its number and its user. */
    public static String event() {
        String start = "{\"messageId\":\"" + ID_PREFIX + "{seq}\",\"type\":\"track\",\"event\":\"Order Completed\","
                + "\"userId\":\"user-{user}\",\"timestamp\":\"2026-01-01T12:00:00.000Z\","
                + "\"context\":{\"library\":{\"name\":\"analytics.js\",\"version\":\"2.11.1\"},"
                + "\"page\":{\"path\":\"/checkout/done\",\"referrer\":\"\",\"search\":\"\",\"title\":\"Thank you\","
                + "\"url\":\"https://shop.example/checkout/done\"},\"locale\":\"en-GB\",\"userAgent\":\"";
        String end = "\"},\"properties\":{\"orderId\":\"50314b8e9bcf\",\"total\":27.5,\"currency\":\"EUR\","
                + "\"products\":[{\"productId\":\"507f1f77bcf86cd7\",\"price\":19.0,\"quantity\":1},"
                + "{\"productId\":\"505bd76785ebb509\",\"price\":8.5,\"quantity\":1}]}}";
        int filled = start.length() - "{seq}".length() + 12 - "{user}".length() + 6 + end.length();
        return start + "M".repeat(SIZE - filled) + end;
    }

    /** One event a request. */
    public static Template single(String path, long first) {
        return Template.post(HOST, path, headers(WRITE_KEY), event(), 1, first);
    }

    public static Template batch(int events, long first) {
        return batch(WRITE_KEY, events, first);
    }

    /** @param writeKey of the source that they are for */
    public static Template batch(String writeKey, int events, long first) {
        return Template.post(HOST, "/v1/batch", headers(writeKey), batchBody(events), 1, first);
    }

    /** Batches of events of many kinds and sizes, as `load` sends them; a run's ids are its own. */
    public static Composer varied(int events, int run) {
        return new Composer(body(events, run, false), population(events), Ticker.system(), () -> 0);
    }

    /** The like, compressed: {@code requests} different ones, made beforehand since that costs more than to take them in. */
    public static Pool gzipVaried(int events, int requests) {
        Composer composer = new Composer(body(events, 0, true), population(events), Ticker.system(), () -> 0);
        List<byte[]> all = new ArrayList<>();
        ByteBuf own = composer.open(UnpooledByteBufAllocator.DEFAULT);
        for (int request = 0; request < requests; request++) {
            ByteBuf next = composer.next(own, request);
            all.add(ByteBufUtil.getBytes(next));
            next.release();
        }
        own.release();
        return new Pool(all, events);
    }

    /** The like without HTTP. */
    public static Bodies bodies(long nowMillis) {
        return new Bodies(new MessageIds("raw"), population(1), MEAN_SIZE, SEED, nowMillis);
    }

    private static BodyOptions body(int events, int run, boolean gzip) {
        return new BodyOptions(
                HOST, "", List.of(WRITE_KEY), new MessageIds("batch" + run), events, MEAN_SIZE, gzip, SEED);
    }

    private static Population population(int batch) {
        return new Population(USERS, 1, batch, SEED);
    }

    private static String batchBody(int events) {
        return "{\"batch\":[" + String.join(",", Collections.nCopies(events, event())) + "]}";
    }
}

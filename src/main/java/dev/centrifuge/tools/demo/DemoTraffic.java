package dev.centrifuge.tools.demo;

import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.SinkStats;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A trickle of Segment-shaped events, and a line every two seconds on what became of them. */
public final class DemoTraffic {
    private static final long REPORT_MILLIS = 2_000;
    private static final List<String> EVENTS =
            List.of("Product Viewed", "Product Added", "Checkout Started", "Order Completed", "Signed Up");

    private final Vertx vertx;
    private final String url;
    private final Sink sink;
    private final int rate;
    private final PrintWriter out;
    private final HttpClient client;
    private final Random random = new Random();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean running = true;

    /** @param rate events a second */
    public DemoTraffic(Vertx vertx, String url, Sink sink, int rate, PrintWriter out) {
        this.vertx = vertx;
        this.url = url;
        this.sink = sink;
        this.rate = rate;
        this.out = out;
        this.client = vertx.createHttpClient();
    }

    public void start() {
        if (rate > 0) {
            vertx.setPeriodic(Math.max(1, 1000 / rate), timer -> send());
        }
        vertx.setPeriodic(REPORT_MILLIS, timer -> report());
    }

    /** Returns after {@code duration}, or when it was stopped. Blocks. */
    public void runFor(Duration duration) throws InterruptedException {
        if (!stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
            running = false;
        }
    }

    public void stop() {
        running = false;
        stopped.countDown();
    }

    private void send() {
        if (!running) {
            return;
        }
        sent.incrementAndGet();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url + "/v1/track")
                .putHeader("content-type", "application/json")
                .putHeader(
                        "authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString("demo-write-key:".getBytes(StandardCharsets.UTF_8)));
        client.request(options)
                .compose(request -> request.send(Buffer.buffer(sample())))
                .onSuccess(this::answered);
    }

    private void answered(HttpClientResponse response) {
        if (response.statusCode() == 200) {
            accepted.incrementAndGet();
        }
    }

    private String sample() {
        String event = EVENTS.get(random.nextInt(EVENTS.size()));
        return """
                {"userId":"user-%d","event":"%s","context":{"page":{"path":"/products/%d"},"locale":"en-GB"},\
                "properties":{"price":%d.%02d,"currency":"EUR"}}""".formatted(random.nextInt(500), event, random.nextInt(90), random.nextInt(200), random.nextInt(100));
    }

    private void report() {
        if (!running) {
            return;
        }
        SinkStats stats = sink.stats();
        StringBuilder line = new StringBuilder("accepted %d of %d".formatted(accepted.get(), sent.get()));
        for (String path : List.of("/healthy", "/flaky", "/slow")) {
            SinkStats.PathStats of = stats.paths().get(path);
            line.append("   ").append(path.substring(1)).append(": ");
            line.append(of == null ? "0" : of.unique() + " delivered in " + of.requests() + " attempts");
        }
        out.println(line);
        out.flush();
    }
}

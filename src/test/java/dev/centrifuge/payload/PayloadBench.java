package dev.centrifuge.payload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.centrifuge.config.payload.Format;
import dev.centrifuge.config.payload.Payload;
import dev.centrifuge.event.Event;
import dev.centrifuge.jslt.InvalidJslt;
import dev.centrifuge.jslt.Jslt;
import dev.centrifuge.jslt.JsltFailure;
import dev.centrifuge.jslt.Trees;
import dev.centrifuge.payload.Prepared.Ready;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What making a body costs, in nanoseconds an event on one thread. A command, not a test:
 * {@code java -cp target/test-classes:target/classes:$(…) dev.centrifuge.payload.PayloadBench}. Compare lines of one run.
 */
final class PayloadBench {
    private static final int ROUNDS = 7;
    private static final int PER_ROUND = 100_000;

    /** 678 bytes, as in the other benchmarks. */
    private static final String BODY =
            "{\"messageId\":\"0190c7a1-8f3e-7d4c-9b2a-5e6f7a8b9c0d\",\"type\":\"track\",\"userId\":\"user-12345\",\"event\":\"Order"
                    + " Completed\",\"timestamp\":\"2026-11-26T10:00:00.000Z\",\"receivedAt\":\"2026-11-26T10:00:00.123Z\","
                    + "\"properties\":{\"orderId\":\"o-987654\",\"total\":42.50,\"currency\":\"EUR\",\"products\":[{\"sku\":\"a-1\","
                    + "\"price\":19.90,\"quantity\":1},{\"sku\":\"b-2\",\"price\":22.60,\"quantity\":1}]},\"context\":{\"ip\":"
                    + "\"203.0.113.7\",\"userAgent\":\"Mozilla/5.0 (X11; Linux x86_64)\",\"library\":{\"name\":\"analytics.js\","
                    + "\"version\":\"2.1.0\"},\"page\":{\"url\":\"https://shop.example/checkout\",\"title\":\"Checkout\"}}}";

    private static final int ENDED = 100;
    private static final String LARGE = "{\"n\":[" + "1,".repeat(10_000) + "1],\"t\":\"" + "a".repeat(12_000) + "\"}";
    private static final List<String> HOSTILE = List.of(
            "size([for (.n) [for ($n) .]]) > 3",
            "any([for (.n) any([for ($n) . > 1])])",
            "any([for (.n) let x = (.) any([for ($n) if ($x == 1 and . == 1) 0])])",
            "any([for (.n) contains(99, $n)])",
            "any([for (.n) sha256-hex($t) == \"\"])",
            "any([for (.n) to-json($n) == \"\"])",
            "any([for (.n) test($t, \"a*a*b\")])",
            "def f(n) if ($n > 0) f($n - 1) + f($n - 1) else 1 f(40)");

    private PayloadBench() {}

    public static void main(String[] arguments) throws InvalidJslt {
        Jslt filter = Jslt.compile(".type == \"track\" and .properties.total > 10");
        String small = "{\"who\": .userId, \"total\": .properties.total}";
        String large = "{\"skus\": [for (.properties.products) {\"sku\": .sku, \"sum\": .price * .quantity}], "
                + "\"host\": replace(.context.page.url, \"^https?://([^/]+)/.*\", \"x\"), * : .}";
        time("the event as it is", Payload.defaults());
        time("reading the tree", event -> Trees.of(event).size());
        time("tree and filter", event -> filter.test(Trees.of(event)) ? 1 : 0);
        Event read = Shipped.event(BODY);
        Object held = Trees.of(read);
        time("filter, of a tree that is there", event -> filter.test(Trees.of(read)) ? held.hashCode() : 0);
        time("a path with one hole", Shipped.to("/v1/{.userId}"));
        time("segment-batch", Shipped.as(Format.SEGMENT_BATCH));
        time("cloudevent", Shipped.as(Format.CLOUDEVENT));
        time("a transform with two members", Shipped.transformed(Format.JSON, small));
        time("a transform with a loop, a regular expression and all the rest", Shipped.transformed(Format.JSON, large));
        for (String hostile : HOSTILE) {
            ended(hostile);
        }
    }

    /** How long a filter holds its thread on an event of 32 KiB until it is ended: the median and the longest of some. */
    private static void ended(String expression) throws InvalidJslt {
        Jslt filter = Jslt.compile("let n = (.n) let t = (.t) " + expression);
        JsonNode event = Trees.read(LARGE.getBytes(StandardCharsets.UTF_8));
        long[] nanos = new long[ENDED];
        for (int i = -ENDED; i < ENDED; i++) {
            long started = System.nanoTime();
            try {
                throw new IllegalStateException("it is not ended: " + filter.test(event));
            } catch (JsltFailure end) {
                nanos[Math.max(i, 0)] = System.nanoTime() - started;
            }
        }
        Arrays.sort(nanos);
        System.out.printf("%8.1f ms, at most %.1f  %s%n", nanos[ENDED / 2] / 1e6, nanos[ENDED - 1] / 1e6, expression);
    }

    private static void time(String what, Payload payload) {
        Composer composer = new Composer(payload);
        time(what, event -> composer.body(List.of((Ready) composer.prepare(event)), 0).length);
    }

    private static void time(String what, ToIntFunction<Event> operation) {
        double best = Double.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long started = System.nanoTime();
            for (int i = 0; i < PER_ROUND; i++) {
                sum += operation.applyAsInt(Shipped.event(BODY));
            }
            best = Math.min(best, (System.nanoTime() - started) / (double) PER_ROUND);
        }
        System.out.printf("%8.0f ns  %s (%d)%n", best, what, sum % 10);
    }
}

package dev.centrifuge.ingest;

import com.rudderstack.sdk.java.analytics.RudderAnalytics;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.TrackMessage;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Segment's and RudderStack's own clients for Java, as they are. */
class SdkTest {
    private static final int EVENTS = 50;
    private static final int FLUSH_AT = 20;

    /** Sends so many events, each fifth an identify and the others tracks, and waits until as many have come. */
    private static void everyEventArrivesOnce(
            IngestServer server,
            BiConsumer<Integer, String> identify,
            BiConsumer<Integer, String> track,
            Runnable flush) {
        Set<String> sent = new TreeSet<>();
        for (int i = 0; i < EVENTS; i++) {
            String id = "sdk-" + i;
            sent.add(id);
            (i % 5 == 0 ? identify : track).accept(i, id);
        }
        flush.run();
        await().until(() -> server.log.events.size() >= EVENTS);

        assertThat(server.log.events)
                .extracting(event -> event.envelope().id())
                .containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void every_event_of_segments_java_client_arrives_once() {
        try (IngestServer server = new IngestServer()) {
            Analytics analytics = Analytics.builder(IngestServer.KEY)
                    .endpoint("http://127.0.0.1:" + server.port())
                    .flushQueueSize(FLUSH_AT)
                    .build();

            everyEventArrivesOnce(
                    server,
                    (i, id) -> analytics.enqueue(
                            IdentifyMessage.builder().userId("u" + i).messageId(id)),
                    (i, id) -> analytics.enqueue(TrackMessage.builder("Order")
                            .anonymousId("a" + i)
                            .messageId(id)
                            .properties(Map.of("n", i))),
                    analytics::flush);
            analytics.shutdown();

            assertThat(server.log.events)
                    .hasSize(EVENTS)
                    .allMatch(e -> IngestServer.text(e).contains("\"originalTimestamp\":"))
                    .noneMatch(e -> IngestServer.text(e).contains(IngestServer.KEY));
        }
    }

    /** In chunks, gzipped unless it is told otherwise. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void every_event_of_rudderstacks_java_client_arrives_once(boolean gzip) {
        try (IngestServer server = new IngestServer()) {
            RudderAnalytics analytics = RudderAnalytics.builder(IngestServer.KEY)
                    .setDataPlaneUrl("http://127.0.0.1:" + server.port())
                    .setGZIP(gzip)
                    .flushQueueSize(FLUSH_AT)
                    .build();

            everyEventArrivesOnce(
                    server,
                    (i, id) -> analytics.enqueue(com.rudderstack.sdk.java.analytics.messages.IdentifyMessage.builder()
                            .userId("u" + i)
                            .messageId(id)),
                    (i, id) ->
                            analytics.enqueue(com.rudderstack.sdk.java.analytics.messages.TrackMessage.builder("Order")
                                    .anonymousId("a" + i)
                                    .messageId(id)
                                    .properties(Map.of("n", i))),
                    analytics::flush);
            analytics.shutdown();
        }
    }
}

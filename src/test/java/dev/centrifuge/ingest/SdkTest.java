package dev.centrifuge.ingest;

import com.segment.analytics.Analytics;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.TrackMessage;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Segment's own client, as it is. */
class SdkTest {

    @Test
    void every_event_of_segments_java_client_arrives_once() {
        try (IngestServer server = new IngestServer()) {
            Analytics analytics = Analytics.builder(IngestServer.KEY)
                    .endpoint("http://127.0.0.1:" + server.port())
                    .flushQueueSize(20)
                    .build();
            Set<String> sent = new TreeSet<>();
            for (int i = 0; i < 50; i++) {
                String id = "sdk-" + i;
                sent.add(id);
                analytics.enqueue(
                        i % 5 == 0
                                ? IdentifyMessage.builder().userId("u" + i).messageId(id)
                                : TrackMessage.builder("Order")
                                        .anonymousId("a" + i)
                                        .messageId(id)
                                        .properties(Map.of("n", i)));
            }
            analytics.flush();
            await().until(() -> server.log.events.size() >= 50);
            analytics.shutdown();

            assertThat(server.log.events).hasSize(50);
            assertThat(server.log.events)
                    .extracting(event -> event.envelope().id())
                    .containsExactlyInAnyOrderElementsOf(sent);
            assertThat(server.log.events)
                    .allMatch(e -> IngestServer.text(e).contains("\"originalTimestamp\":"))
                    .noneMatch(e -> IngestServer.text(e).contains(IngestServer.KEY));
        }
    }
}

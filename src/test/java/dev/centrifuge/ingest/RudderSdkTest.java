package dev.centrifuge.ingest;

import com.rudderstack.sdk.java.analytics.RudderAnalytics;
import com.rudderstack.sdk.java.analytics.messages.IdentifyMessage;
import com.rudderstack.sdk.java.analytics.messages.TrackMessage;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** RudderStack's own client for Java, as it is: batches in chunks, gzipped unless it is told otherwise. */
class RudderSdkTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void every_event_of_rudderstacks_java_client_arrives_once(boolean gzip) {
        try (IngestServer server = new IngestServer()) {
            RudderAnalytics analytics = RudderAnalytics.builder(IngestServer.KEY)
                    .setDataPlaneUrl("http://127.0.0.1:" + server.port())
                    .setGZIP(gzip)
                    .flushQueueSize(20)
                    .build();
            Set<String> sent = new TreeSet<>();
            for (int i = 0; i < 50; i++) {
                String id = "rudder-" + i;
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

            assertThat(server.log.events)
                    .extracting(event -> event.envelope().id())
                    .containsExactlyInAnyOrderElementsOf(sent);
        }
    }
}

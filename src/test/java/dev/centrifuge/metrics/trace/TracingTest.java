package dev.centrifuge.metrics.trace;

import dev.centrifuge.config.TracingConfig;
import dev.centrifuge.delivery.Answer;
import dev.centrifuge.delivery.Outcome;
import dev.centrifuge.dispatch.AttemptTraces;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.ingest.RequestTraces;
import dev.centrifuge.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a collector gets. */
class TracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String UNSAMPLED = "00-" + TRACE + "-b7ad6b7169203331-00";
    private static final Outcome DELIVERED = new Outcome.Delivered(new Answer(202, "http_202", "", 1));

    private Collector collector;

    @BeforeEach
    void open() throws Exception {
        collector = new Collector();
    }

    @AfterEach
    void close() {
        collector.close();
    }

    private Tracing start(double sample) {
        Tracing tracing = Tracing.start(new TracingConfig(collector.url(), sample), "1.2.3", Ticker.system());
        assertThat(tracing).isNotNull();
        return tracing;
    }

    private static Event event(String id, @Nullable String traceparent) {
        return new Event(new Envelope("web", id, "track", 0, traceparent, null), new byte[1], new byte[2]);
    }

    private Collector.Span span(String name) {
        List<Collector.Span> found = collector.spans.stream()
                .filter(span -> span.name().equals(name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    @Test
    void without_an_endpoint_there_are_no_traces() {
        assertThat(Tracing.start(TracingConfig.defaults(), "1.2.3", Ticker.system()))
                .isNull();
    }

    @Test
    void a_trace_goes_from_the_client_through_what_is_stored_to_the_destination() {
        String told;
        try (Tracing tracing = start(0)) {
            RequestTraces.Followed request = tracing.begin(
                    SAMPLED, "/v1/track", "web", Duration.ofSeconds(2).toNanos());
            String stored = request.traceparent();
            request.ended(200);
            AttemptTraces.Followed attempt = tracing.begin(List.of(event("m1", stored)), "crm", 3);
            told = attempt.traceparent();
            attempt.ended(DELIVERED);
        }

        Collector.Span receive = span("receive");
        Collector.Span deliver = span("deliver");
        assertThat(receive.trace()).isEqualTo(TRACE);
        assertThat(receive.parent()).isEqualTo("b7ad6b7169203331");
        assertThat(receive.kind()).isEqualTo(2);
        assertThat(receive.nanos()).isGreaterThanOrEqualTo(1_900_000_000L);
        assertThat(receive.attributes())
                .isEqualTo(Map.of(
                        "url.path", "/v1/track", "centrifuge.source", "web", "http.response.status_code", "200"));
        assertThat(deliver.trace()).isEqualTo(TRACE);
        assertThat(deliver.parent()).isEqualTo(receive.id());
        assertThat(deliver.kind()).isEqualTo(3);
        assertThat(deliver.status()).isZero();
        assertThat(deliver.attributes())
                .isEqualTo(Map.of(
                        "messaging.message.id", "m1",
                        "centrifuge.source", "web",
                        "centrifuge.destination", "crm",
                        "centrifuge.attempt", "3",
                        "centrifuge.events", "1",
                        "http.response.status_code", "202"));
        assertThat(told).isEqualTo("00-" + TRACE + "-" + deliver.id() + "-01");
        assertThat(collector.services).containsOnly("centrifuge");
    }

    @Test
    void a_failed_attempt_is_an_error_with_its_cause() {
        try (Tracing tracing = start(0)) {
            tracing.begin(List.of(event("m1", SAMPLED)), "crm", 1)
                    .ended(new Outcome.Failed(new Answer(0, "timeout", "", 1), 0));
        }

        assertThat(span("deliver").status()).isEqualTo(2);
        assertThat(span("deliver").attributes())
                .containsEntry("error.type", "timeout")
                .doesNotContainKey("http.response.status_code");
    }

    @Test
    void an_answer_of_500_is_an_error() {
        try (Tracing tracing = start(0)) {
            tracing.begin(SAMPLED, "/v1/track", "web", 0).ended(503);
        }

        assertThat(span("receive").status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {UNSAMPLED, "", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
    void what_is_not_sampled_is_not_followed(String traceparent) {
        try (Tracing tracing = start(1)) {
            assertThat(tracing.begin(traceparent, "/v1/track", "web", 0)).isNull();
            assertThat(tracing.begin(List.of(event("m1", traceparent)), "crm", 1))
                    .isNull();
        }

        assertThat(collector.spans).isEmpty();
    }

    @Test
    void of_requests_without_a_trace_a_part_begins_one() {
        try (Tracing all = start(1);
                Tracing half = start(0.5);
                Tracing none = start(0)) {
            assertThat(all.begin(null, "/v1/track", "web", 0)).isNotNull();
            assertThat(IntStream.range(0, 1_000).filter(i -> half.begin(null, "/", "web", 0) != null))
                    .hasSizeBetween(400, 600);
            assertThat(none.begin(null, "/v1/track", "web", 0)).isNull();
        }
    }

    @Test
    void a_batch_is_a_child_of_its_first_event_that_is_followed_and_linked_to_the_others() {
        String other = "00-11111111111111111111111111111111-2222222222222222-01";
        try (Tracing tracing = start(0)) {
            tracing.begin(
                            List.of(
                                    event("m0", null),
                                    event("m1", SAMPLED),
                                    event("m2", UNSAMPLED),
                                    event("m3", other)),
                            "crm",
                            1)
                    .ended(DELIVERED);
        }

        assertThat(span("deliver").trace()).isEqualTo(TRACE);
        assertThat(span("deliver").links()).containsExactly("11111111111111111111111111111111");
        assertThat(span("deliver").attributes()).containsEntry("centrifuge.events", "4");
    }

    @Test
    void a_collector_that_is_away_holds_up_nobody() {
        collector.close();
        Ticker ticker = Ticker.system();
        long start = ticker.nanos();
        try (Tracing tracing = start(1)) {
            for (int i = 0; i < 10_000; i++) {
                tracing.begin(null, "/v1/track", "web", 0).ended(200);
            }
        }

        assertThat(Duration.ofNanos(ticker.nanos() - start)).isLessThan(Duration.ofSeconds(20));
    }
}

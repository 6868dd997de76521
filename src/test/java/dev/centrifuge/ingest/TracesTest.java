package dev.centrifuge.ingest;

import dev.centrifuge.config.IngestConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Requests that are followed. */
class TracesTest {
    private static final String CLIENTS = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OURS = "00-0af7651916cd43dd8448eb211c80319c-1111111111111111-01";

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private boolean follows = true;
    private IngestServer server;

    private final class Traces implements RequestTraces, RequestTraces.Followed {
        @Override
        public @Nullable Followed begin(@Nullable String traceparent, String path, String source, long sinceNanos) {
            heard.add(traceparent + " " + path + " " + source);
            return follows ? this : null;
        }

        @Override
        public String traceparent() {
            return OURS;
        }

        @Override
        public void ended(int status) {
            heard.add("ended " + status);
        }
    }

    @BeforeEach
    void open() {
        server = new IngestServer(IngestConfig.defaults(), IngestServer.sources(null), new Traces());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private @Nullable String stored() {
        return server.log.events.get(server.log.events.size() - 1).envelope().traceparent();
    }

    @Test
    void what_is_followed_is_stored_with_the_requests_own_span() {
        server.post("/v1/track?x=1", "{\"userId\":\"u\",\"event\":\"e\"}", "traceparent", CLIENTS);

        assertThat(stored()).isEqualTo(OURS);
        await().until(() -> heard.contains("ended 200"));
        assertThat(heard).containsExactly(CLIENTS + " /v1/track web", "ended 200");
    }

    @Test
    void what_is_not_followed_is_stored_as_it_came() {
        follows = false;
        server.post("/v1/track", "{\"userId\":\"u\",\"event\":\"e\"}", "traceparent", CLIENTS);
        assertThat(stored()).isEqualTo(CLIENTS);

        server.post("/v1/track", "{\"userId\":\"u\",\"event\":\"e\"}", "traceparent", "nonsense");
        assertThat(stored()).isNull();
        assertThat(heard).containsExactly(CLIENTS + " /v1/track web", "null /v1/track web");
    }

    @Test
    void a_refusal_ends_it_too() {
        server.post("/v1/track", "{\"userId\":\"u\"}");

        await().until(() -> heard.size() == 2);
        assertThat(heard).containsExactly("null /v1/track web", "ended 400");
    }
}

package dev.centrifuge.admin.destinations;

import dev.centrifuge.admin.AdminFixture;
import dev.centrifuge.admin.audit.AuditLog;
import dev.centrifuge.admin.audit.AuditRoutes;
import dev.centrifuge.config.Configuration;
import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.GatewayConfig;
import dev.centrifuge.config.reload.ConfigState;
import dev.centrifuge.dispatch.DestinationDetail;
import dev.centrifuge.dispatch.DestinationGauge;
import dev.centrifuge.dispatch.Tested;
import dev.centrifuge.dispatch.hold.Holds;
import dev.centrifuge.dispatch.traffic.DestinationState;
import dev.centrifuge.dispatch.traffic.Latency;
import dev.centrifuge.dispatch.traffic.Plots;
import dev.centrifuge.dispatch.traffic.Sample;
import dev.centrifuge.dispatch.traffic.Trouble;
import dev.centrifuge.event.Event;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/** The API of destinations on a dispatcher that says what the test says. */
abstract class DestinationsFixture {
    static final long NOW = AdminFixture.NOW.toEpochMilli();

    final Map<String, DestinationConfig> configured = new TreeMap<>();
    final Ran running = new Ran();
    final FakeEverywhere everywhere = new FakeEverywhere();
    final Holds holds = new Holds((id, value) -> keep(id, value), Ticker.system());
    final AuditLog audit = new AuditLog((id, value) -> keepAction(id, value), new Random(1));
    boolean broken;

    @Nullable
    AdminFixture admin;

    /** A dispatcher that says what the test says. */
    static final class Ran implements Running {
        final Map<String, DestinationGauge> gauges = new HashMap<>();
        final List<DestinationGauge> absent = new ArrayList<>();
        final List<Event> tested = new ArrayList<>();

        @Nullable
        Tested answer;

        final Map<String, Integer> unwritten = new HashMap<>();

        boolean delivers = true;

        @Nullable
        Plots plots;

        @Override
        public boolean delivers() {
            return delivers;
        }

        @Override
        public List<DestinationGauge> gauges() {
            return List.copyOf(gauges.values());
        }

        @Override
        public List<DestinationGauge> absent() {
            return absent;
        }

        @Override
        public Map<String, Integer> unwritten() {
            return unwritten;
        }

        @Override
        public @Nullable String refusal() {
            return "dead: TopicAuthorizationException";
        }

        @Override
        public Future<@Nullable DestinationDetail> look(String id) {
            DestinationGauge gauge = gauges.get(id);
            return Future.succeededFuture(
                    gauge == null
                            ? null
                            : new DestinationDetail(
                                    gauge, new DestinationDetail.Bounds("open", 5_000, 4, true, 0), plots));
        }

        @Override
        public Future<@Nullable Tested> test(String id, Event event) {
            tested.add(event);
            return Future.succeededFuture(answer);
        }
    }

    CompletionStage<Void> keep(String id, byte @Nullable [] value) {
        if (broken) {
            return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        }
        holds.record(id, value);
        return CompletableFuture.completedFuture(null);
    }

    CompletionStage<Void> keepAction(String id, byte @Nullable [] value) {
        audit.record(id, value);
        return CompletableFuture.completedFuture(null);
    }

    void destination(String id, DestinationState state, long backlog) {
        configured.put(id, DestinationConfig.to(id, URI.create("https://" + id + ".example/hook?key=s3cret")));
        Sample sample = new Sample(
                state,
                NOW - 60_000,
                state == DestinationState.OK ? null : new Trouble("http_503", 503, NOW - 1_000),
                5,
                10,
                new Latency(100, 0.25, 12.3, 45.6),
                backlog,
                backlog == 0 ? 0 : NOW - 30_000);
        running.gauges.put(id, new DestinationGauge(id, 1, 2, 300, 0.5, sample));
    }

    AdminFixture admin() throws Exception {
        if (admin == null) {
            Configuration all = new Configuration(GatewayConfig.defaults(1 << 30), Map.of(), configured);
            ConfigState state = new ConfigState(all, Ticker.system());
            admin = new AdminFixture(
                    new DestinationRoutes(state, running, everywhere, holds, audit), new AuditRoutes(audit));
        }
        return admin;
    }

    @AfterEach
    void close() throws Exception {
        if (admin != null) {
            admin.close();
        }
    }

    List<String> ids(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        AdminFixture.Answer answer = admin().get("/v1/destinations" + query);
        assertThat(answer.status()).isEqualTo(200);
        answer.body()
                .path("items")
                .forEach(item -> ids.add(item.path("destination").asText()));
        return ids;
    }
}

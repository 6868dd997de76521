package dev.centrifuge.metrics;

import dev.centrifuge.event.Event;
import dev.centrifuge.event.Rejected;
import dev.centrifuge.ingest.EventLog;
import dev.centrifuge.metrics.Check.Kind;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HealthTest {
    private boolean available = true;

    @Test
    void a_log_that_takes_nothing_makes_it_unready_and_not_dead() {
        Health health = new Health(List.of(Check.log(new FakeLog())));
        assertThat(health.ready().ok()).isTrue();
        available = false;
        assertThat(health.ready().ok()).isFalse();
        assertThat(health.ready().results().get(0).problem()).isPresent();
        assertThat(health.live().ok()).isTrue();
        assertThat(health.live().results()).isEmpty();
    }

    @Test
    void what_is_not_live_is_not_ready() {
        Health health = new Health(List.of(Check.of("loops", Kind.LIVENESS, () -> false, "stuck")));
        assertThat(health.live().ok()).isFalse();
        assertThat(health.ready().ok()).isFalse();
    }

    @Test
    void advice_is_reported_and_does_not_count() {
        Health health = new Health(List.of(Check.of("config", Kind.ADVISORY, () -> false, "refused")));
        assertThat(health.ready().ok()).isTrue();
        assertThat(health.ready().results())
                .containsExactly(new Health.Result("config", Kind.ADVISORY, Optional.of("refused")));
    }

    @Test
    void a_check_that_throws_counts_as_failed_and_tells_nothing_of_the_inside() {
        Health health = new Health(List.of(new Check("bug", Kind.READINESS, () -> {
            throw new IllegalStateException("secret");
        })));
        assertThat(health.ready().ok()).isFalse();
        assertThat(health.ready().results().get(0).problem()).contains("the check itself failed");
    }

    @Test
    void scrapers_see_what_probes_see() {
        Health health = new Health(
                List.of(Check.log(new FakeLog()), Check.of("config", Kind.ADVISORY, () -> false, "refused")));
        try (Metrics metrics = new Metrics("1")) {
            metrics.health(health);
            assertThat(page(metrics))
                    .contains("centrifuge_ready 1.0")
                    .contains("centrifuge_check_ok{check=\"log\",kind=\"readiness\"} 1.0")
                    .contains("centrifuge_check_ok{check=\"config\",kind=\"advisory\"} 0.0");
            available = false;
            assertThat(page(metrics))
                    .contains("centrifuge_ready 0.0")
                    .contains("centrifuge_check_ok{check=\"log\",kind=\"readiness\"} 0.0");
        }
    }

    private static String page(Metrics metrics) {
        return new String(metrics.scrape(Exposition.TEXT), StandardCharsets.UTF_8);
    }

    private final class FakeLog implements EventLog {
        @Override
        public Future<Void> append(List<Event> events, List<Rejected> rejected) {
            return Future.succeededFuture();
        }

        @Override
        public boolean available() {
            return available;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }
    }
}

package dev.centrifuge.metrics;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.metrics.meter.Words;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MetricsTest {
    private static final long MILLI = 1_000_000;

    private final Metrics metrics = new Metrics("1.2.3");

    @BeforeEach
    void configure() {
        metrics.configured(Set.of("web", "app"), Set.of("crm", "lake"));
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void what_comes_in_is_counted_by_source() {
        metrics.ingest().received("web", 3, 900, 7 * MILLI);
        metrics.ingest().received("web", 2, 100, 700 * MILLI);
        metrics.ingest().refused("app", "too_large", 4);
        assertThat(page())
                .contains("centrifuge_events_received_total{source=\"web\"} 5.0")
                .contains("centrifuge_received_bytes_total{source=\"web\"} 1000.0")
                .contains("centrifuge_events_rejected_total{reason=\"too_large\",source=\"app\"} 4.0")
                .contains("centrifuge_ingest_request_duration_seconds_bucket{le=\"0.005\"} 0")
                .contains("centrifuge_ingest_request_duration_seconds_bucket{le=\"0.01\"} 1")
                .contains("centrifuge_ingest_request_duration_seconds_bucket{le=\"+Inf\"} 2")
                .contains("centrifuge_ingest_request_duration_seconds_sum 0.707");
    }

    @Test
    void who_is_not_configured_has_no_name() {
        metrics.ingest().received("made-up", 1, 10, MILLI);
        metrics.ingest().refused("", "unauthorized", 1);
        metrics.dispatch().delivered("made-up", "nowhere", answer(200), 5);
        metrics.dispatch().routed("made-up", 1);
        assertThat(page())
                .contains("centrifuge_events_received_total{source=\"\"} 1.0")
                .contains("centrifuge_events_rejected_total{reason=\"unauthorized\",source=\"\"} 1.0")
                .contains("centrifuge_deliveries_total{destination=\"\",source=\"\",status=\"2xx\"} 1.0")
                .contains("centrifuge_legs_routed_total{source=\"\"} 1.0")
                .doesNotContain("made-up")
                .doesNotContain("nowhere");
    }

    @Test
    void the_end_of_each_leg_is_counted_by_pair() {
        metrics.dispatch().routed("web", 2);
        metrics.dispatch().filtered("web", "crm");
        metrics.dispatch().delivered("web", "crm", answer(204), 1_500);
        metrics.dispatch().retried("web", "crm", answer(503));
        metrics.dispatch().retried("web", "crm", new Answer(0, "timeout", "", 10_000 * MILLI));
        metrics.dispatch().retried("web", "crm", answer(799));
        metrics.dispatch().deferred("web", "crm", "30s");
        metrics.dispatch().dead("app", "lake", "expired");
        assertThat(page())
                .contains("centrifuge_legs_routed_total{source=\"web\"} 2.0")
                .contains("centrifuge_legs_filtered_total{destination=\"crm\",source=\"web\"} 1.0")
                .contains("centrifuge_deliveries_total{destination=\"crm\",source=\"web\",status=\"2xx\"} 1.0")
                .contains("centrifuge_retries_total{destination=\"crm\",source=\"web\",status=\"5xx\"} 1.0")
                .contains("centrifuge_retries_total{destination=\"crm\",source=\"web\",status=\"timeout\"} 1.0")
                .contains("centrifuge_retries_total{destination=\"crm\",source=\"web\",status=\"other\"} 1.0")
                .contains("centrifuge_deferred_total{delay=\"30s\",destination=\"crm\",source=\"web\"} 1.0")
                .contains("centrifuge_dead_total{destination=\"lake\",reason=\"expired\",source=\"app\"} 1.0")
                .contains("centrifuge_attempt_duration_seconds_count{destination=\"crm\"} 4")
                .contains("centrifuge_delivery_age_seconds_bucket{le=\"1.0\"} 0")
                .contains("centrifuge_delivery_age_seconds_bucket{le=\"5.0\"} 1");
    }

    @Test
    void a_destination_has_durations_from_its_first_attempt_on() {
        assertThat(page()).doesNotContain("attempt_duration_seconds_count{destination=\"crm\"}");
        metrics.dispatch().delivered("web", "crm", answer(200), 1);
        assertThat(page())
                .contains("attempt_duration_seconds_count{destination=\"crm\"} 1")
                .doesNotContain("attempt_duration_seconds_count{destination=\"lake\"}");
    }

    @Test
    void series_of_who_is_removed_disappear_and_the_others_count_on() {
        for (String source : List.of("web", "app")) {
            metrics.ingest().received(source, 1, 1, 1);
            for (String destination : List.of("crm", "lake")) {
                metrics.dispatch().delivered(source, destination, answer(200), 1);
            }
        }
        metrics.configured(Set.of("web"), Set.of("crm"));
        metrics.dispatch().delivered("web", "crm", answer(200), 1);
        metrics.dispatch().delivered("app", "crm", answer(200), 1);
        metrics.dispatch().delivered("web", "lake", answer(200), 1);
        assertThat(page())
                .doesNotContain("lake")
                .doesNotContain("app\"")
                .contains("centrifuge_events_received_total{source=\"web\"} 1.0")
                .contains("centrifuge_deliveries_total{destination=\"crm\",source=\"web\",status=\"2xx\"} 2.0")
                .contains("centrifuge_deliveries_total{destination=\"crm\",source=\"\",status=\"2xx\"} 1.0")
                .contains("centrifuge_deliveries_total{destination=\"\",source=\"web\",status=\"2xx\"} 1.0");
    }

    @Test
    void words_without_end_make_no_series_without_end() {
        for (int i = 0; i < 1_000; i++) {
            metrics.ingest().refused("web", "word-" + i, 1);
        }
        String[] series = page().lines()
                .filter(line -> line.startsWith("centrifuge_events_rejected_total{"))
                .toArray(String[]::new);
        assertThat(series).hasSize(Words.MAX + 1);
        assertThat(page())
                .contains("centrifuge_events_rejected_total{reason=\"other\",source=\"web\"} " + (1_000.0 - Words.MAX));
    }

    @Test
    void pairs_over_the_cap_share_a_series_per_destination() {
        Set<String> sources = new HashSet<>();
        for (int i = 0; i < DispatchMeters.MAX_PAIRS + 10; i++) {
            sources.add("s" + i);
        }
        metrics.configured(sources, Set.of("crm"));
        sources.forEach(source -> metrics.dispatch().delivered(source, "crm", answer(200), 1));
        assertThat(page())
                .contains("centrifuge_deliveries_total{destination=\"crm\",source=\"_other\",status=\"2xx\"} 10.0");

        metrics.configured(Set.of("s1", "late"), Set.of("crm"));
        metrics.dispatch().delivered("late", "crm", answer(200), 1);
        assertThat(page())
                .contains("centrifuge_deliveries_total{destination=\"crm\",source=\"late\",status=\"2xx\"} 1.0");
    }

    @Test
    void tables_are_read_at_each_scrape() {
        AtomicReference<List<PartitionSample>> partitions = new AtomicReference<>(
                List.of(new PartitionSample("c.events", 0, 1.5, 7, 3), new PartitionSample("c.events", 1, 0, 0, 0)));
        metrics.partitions(partitions::get);
        metrics.destinations(() -> List.of(new DestinationSample("crm", 4, 10, 7_000, 0.25, 110, 90.5)));
        assertThat(page())
                .contains("centrifuge_consumer_lag_age_seconds{partition=\"0\",topic=\"c.events\"} 1.5")
                .contains("centrifuge_consumer_lag_records{partition=\"0\",topic=\"c.events\"} 7.0")
                .contains("centrifuge_open_legs{partition=\"1\",topic=\"c.events\"} 0.0")
                .contains("centrifuge_inflight{destination=\"crm\"} 4.0")
                .contains("centrifuge_queue_legs{destination=\"crm\"} 10.0")
                .contains("centrifuge_queue_bytes{destination=\"crm\"} 7000.0")
                .contains("centrifuge_backlog_legs{destination=\"crm\"} 110.0")
                .contains("centrifuge_backlog_age_seconds{destination=\"crm\"} 90.5")
                .contains("centrifuge_queue_age_seconds{destination=\"crm\"} 0.25");

        partitions.set(List.of(new PartitionSample("t", 2, 1, 0, 0), new PartitionSample("t", 2, 9, 0, 0)));
        assertThat(page()).contains("centrifuge_consumer_lag_age_seconds{partition=\"2\",topic=\"t\"} 1.0");

        partitions.set(List.of());
        assertThat(page()).doesNotContain("partition=");
    }

    @Test
    void a_broken_figure_costs_itself_and_not_the_page() {
        metrics.gauge("budget_bytes", "a figure", () -> 42);
        metrics.gauge("broken", "throws", () -> {
            throw new IllegalStateException("a bug");
        });
        metrics.destinations(() -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(page())
                .contains("centrifuge_budget_bytes 42.0")
                .contains("centrifuge_broken NaN")
                .contains("centrifuge_events_received_total");
    }

    @Test
    void the_log_and_the_configuration_are_counted() {
        metrics.log().appended(100, 3 * MILLI);
        metrics.log().failed(2, "timeout");
        metrics.log().checkpoint(true, 8, 3, 8 * MILLI);
        metrics.log().checkpoint(false, 8, 5, 9_000 * MILLI);
        metrics.log().poison("c.events");
        metrics.log().lost("c.events", 0, 12);
        metrics.log().availability(false);
        assertThat(page())
                .contains("centrifuge_produced_records_total 100.0")
                .contains("centrifuge_produce_failures_total{reason=\"timeout\"} 2.0")
                .contains("centrifuge_produce_duration_seconds_bucket{le=\"0.005\"} 1")
                .contains("centrifuge_checkpoint_duration_seconds_bucket{le=\"0.01\"} 1")
                .contains("centrifuge_checkpoint_duration_seconds_count 1")
                .contains("centrifuge_checkpoint_failures_total 1.0")
                .contains("centrifuge_leg_copies_total 3.0")
                .contains("centrifuge_poison_records_total 1.0")
                .contains("centrifuge_log_available 0.0")
                .contains("centrifuge_lost_records_total 12.0")
                .contains("centrifuge_config_reload_total{result=\"refused\"} 0.0")
                .contains("centrifuge_config_valid 1.0");

        metrics.reloaded(false);
        assertThat(page())
                .contains("centrifuge_config_reload_total{result=\"refused\"} 1.0")
                .contains("centrifuge_config_valid 0.0");
        metrics.reloaded(true);
        assertThat(page()).contains("centrifuge_config_valid 1.0");
    }

    @Test
    void the_process_itself_is_described() {
        assertThat(page())
                .containsPattern("centrifuge_build_info\\{java=\"[^\"]+\",version=\"1\\.2\\.3\"} 1")
                .contains("centrifuge_direct_memory_bytes ")
                .contains("jvm_memory_used_bytes{")
                .contains("jvm_threads_live_threads ")
                .contains("process_cpu_usage ")
                .containsPattern("process_cpu_seconds_total [0-9.]*[1-9]")
                .contains("process_files_open_files ");
    }

    /** What {@code promtool check metrics} objects to, besides a missing help or type. */
    @Test
    void names_keep_to_the_rules_of_prometheus() {
        assertThat(page().lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.substring(7)))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" counter") == line.split(" ")[0].endsWith("_total"))
                .noneMatch(line -> line.matches("\\S*_(count|sum|bucket) (gauge|counter)"))
                .noneMatch(line -> line.matches("\\S*_(ns|us|ms|min|kb|mb)(_total)? .*"));
    }

    private String page() {
        return new String(metrics.scrape(Exposition.TEXT), StandardCharsets.UTF_8);
    }

    private static Answer answer(int status) {
        return new Answer(status, "http_" + status, "", 12 * MILLI);
    }
}

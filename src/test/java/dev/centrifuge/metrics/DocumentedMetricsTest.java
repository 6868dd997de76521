package dev.centrifuge.metrics;

import dev.centrifuge.delivery.Answer;
import dev.centrifuge.metrics.meter.Families;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Manual, alerts and dashboard speak of metrics that exist, and the manual of all of them. */
class DocumentedMetricsTest {
    private static final Pattern NAME = Pattern.compile("centrifuge_[a-z_]*[a-z]");
    private static final Pattern WIRED = Pattern.compile("\\.(gauge|counter)\\(\\s*\"([a-z_]+)\"");
    private static final Pattern WITH_HELP =
            Pattern.compile("\\.(gauge|counter)\\(\\s*\"[a-z_]+\",\\s*\"[A-Z1][^\"]{10,}[^.\"]\"");
    private static final Pattern HISTOGRAM_SUFFIX = Pattern.compile("(_seconds)_(bucket|sum|count)$");

    @Test
    void the_manual_lists_every_metric_and_no_other() throws Exception {
        assertThat(named(Path.of("docs/operations.md"))).containsExactlyInAnyOrderElementsOf(exported());
    }

    @Test
    void alerts_and_dashboard_use_what_exists() throws Exception {
        Set<String> exported = exported();
        for (String file :
                List.of("prometheus/alerts.yml", "prometheus/alerts.test.yml", "grafana/dashboards/centrifuge.json")) {
            assertThat(named(Path.of("docker", file))).as(file).isNotEmpty().isSubsetOf(exported);
        }
    }

    /** As {@code MetricsTest} has it for what is counted here; `promtool check metrics` says the same of a gateway's page. */
    @Test
    void what_nodes_feed_keeps_to_the_rules_of_prometheus() throws Exception {
        assertThat(wired())
                .hasSizeGreaterThan(10)
                .noneMatch(name -> name.matches(".*_(count|sum|bucket|info|total_total)"))
                .noneMatch(name -> name.matches(".*_(ns|us|ms|min|kb|mb|millis|nanos)(_total)?"));
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/centrifuge/node"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String source = Files.readString(file);
                assertThat(WITH_HELP.matcher(source).results().count())
                        .as("figures with a help text in " + file)
                        .isEqualTo(WIRED.matcher(source).results().count());
            }
        }
    }

    /** The gauges and counters that nodes feed from elsewhere, by their names in its source. */
    private static Set<String> wired() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/centrifuge/node"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                WIRED.matcher(Files.readString(file))
                        .results()
                        .forEach(each -> names.add(
                                Families.PREFIX + each.group(2) + (each.group(1).equals("counter") ? "_total" : "")));
            }
        }
        return names;
    }

    private static Set<String> named(Path file) throws IOException {
        return names(NAME.matcher(Files.readString(file)));
    }

    private static Set<String> names(Matcher matcher) {
        Set<String> names = new TreeSet<>();
        matcher.results()
                .forEach(found ->
                        names.add(HISTOGRAM_SUFFIX.matcher(found.group()).replaceAll("$1")));
        return names;
    }

    /** The names of all series of a gateway that has seen everything once. */
    private static Set<String> exported() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Metrics metrics = new Metrics("1");
                EventLoopLag lag = EventLoopLag.watch(vertx, Ticker.system())) {
            metrics.eventLoops(lag);
            metrics.health(new Health(List.of(Check.of("a", Check.Kind.READINESS, () -> true, ""))));
            metrics.partitions(() -> List.of(new PartitionSample("t", 0, 0, 0, 0)));
            metrics.destinations(() -> List.of(new DestinationSample("d", 0, 0, 0, 0, 0, 0)));
            metrics.ingest().refused("s", "invalid", 1);
            metrics.dispatch().delivered("s", "d", new Answer(200, "http_200", "", 1), 1);
            metrics.dispatch().retried("s", "d", new Answer(0, "timeout", "", 1));
            metrics.dispatch().deferred("s", "d", "30s");
            metrics.dispatch().dead("s", "d", "expired");
            metrics.jobs().copied("replay", "d", 1);
            metrics.jobs().faulty("replay", "d", 1);
            metrics.log().failed(1, "timeout");
            String page = new String(metrics.scrape(Exposition.TEXT), StandardCharsets.UTF_8);
            Set<String> exported =
                    names(Pattern.compile("(?m)^centrifuge_[a-z_]*[a-z]").matcher(page));
            exported.addAll(wired());
            return exported;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }
}

package dev.centrifuge.metrics;

import com.sun.management.OperatingSystemMXBean;
import dev.centrifuge.dispatch.DispatchListener;
import dev.centrifuge.ingest.IngestListener;
import dev.centrifuge.metrics.meter.Families;
import dev.centrifuge.metrics.meter.Probe;
import dev.centrifuge.metrics.meter.SampledGauges;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.internal.PlatformDependent;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * All meters of a process. One Prometheus page: what is counted per event sits in the Prometheus client's registry behind
 * tables that are resolved once; what Micrometer knows of the JVM comes from its registry over the same page.
 *
 * <p>Label values come only from the configuration and from fixed sets of words, so a page's size is bounded. Each of
 * the methods that take a supplier may be called once.
 */
public final class Metrics implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrometheusMeterRegistry micrometer = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PrometheusRegistry registry = micrometer.getPrometheusRegistry();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final IngestMeters ingest = new IngestMeters(registry);
    private final DispatchMeters dispatch = new DispatchMeters(registry);
    private final LogMeters log = new LogMeters(registry);
    private final JobMeters jobs = new JobMeters(registry);
    private final Counter reloads;
    private volatile boolean valid = true;

    /** @param version the gateway's own, for {@code centrifuge_build_info} */
    public Metrics(String version) {
        reloads = Families.counter(registry, "config_reload", "Changes of the configuration, by result", "result");
        reloads.initLabelValues("applied");
        reloads.initLabelValues("refused");
        gauge("config_valid", "1 unless the configuration on disk was refused", () -> valid ? 1 : 0);
        gauge("direct_memory_bytes", "Memory outside the heap that buffers hold", Metrics::directMemory);
        Info.builder()
                .name(Families.PREFIX + "build_info")
                .help("The version that runs")
                .labelNames("version", "java")
                .register(registry)
                .addLabelValues(version, Runtime.version().toString());
        // Their names end in _ns_total and _count, to which `promtool check metrics` objects.
        micrometer
                .config()
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            processorTime(system);
        }
        List.of(
                        new JvmMemoryMetrics(),
                        collections,
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        new FileDescriptorMetrics())
                .forEach(binder -> binder.bindTo(micrometer));
    }

    /** Under the name that the Prometheus clients of most languages give it. */
    private void processorTime(OperatingSystemMXBean system) {
        CounterWithCallback.builder()
                .name("process_cpu_seconds")
                .help("Processor time of this process, user and system")
                .callback(callback -> callback.call(Math.max(0, system.getProcessCpuTime()) / NANOS_PER_SECOND))
                .register(registry);
    }

    public IngestListener ingest() {
        return ingest;
    }

    public DispatchListener dispatch() {
        return dispatch;
    }

    /** Where jobs tell of what they copy. */
    public JobMeters jobs() {
        return jobs;
    }

    public LogMeters log() {
        return log;
    }

    /**
     * Says who is configured: whoever else is counted is counted under the empty label, and the series of those no longer
     * named disappear. Call it before traffic and after each reload, from one thread at a time.
     */
    public void configured(Set<String> sources, Set<String> destinations) {
        ingest.configure(sources);
        dispatch.configure(sources, destinations);
        jobs.configure(destinations);
    }

    /** A change of the configuration on disk was applied, or refused. */
    public void reloaded(boolean applied) {
        valid = applied;
        reloads.labelValues(applied ? "applied" : "refused").inc();
    }

    /**
     * Shows the partitions that this process reads.
     *
     * @param table called at each scrape, on a worker thread; must not block, so figures may be some time old
     */
    public void partitions(Supplier<List<PartitionSample>> table) {
        registry.register(new SampledGauges<>(
                new Probe<>("partitions", table, List.of()), PartitionSample::labels, PartitionSample.COLUMNS));
    }

    /** Shows the destinations that this process owns; see {@link #partitions}. */
    public void destinations(Supplier<List<DestinationSample>> table) {
        registry.register(new SampledGauges<>(
                new Probe<>("destinations", table, List.of()), DestinationSample::labels, DestinationSample.COLUMNS));
    }

    /** Shows how late the event loops are. */
    public void eventLoops(EventLoopLag lag) {
        registry.register(lag.gauges());
    }

    /** Shows whether the gateway is ready, and each check. */
    public void health(Health health) {
        gauge("ready", "1 while a post would succeed", () -> health.ready().ok() ? 1 : 0);
        registry.register(new SampledGauges<>(
                new Probe<>("health", () -> health.ready().results(), List.of()),
                check -> Labels.of("check", check.name(), "kind", check.kindName()),
                List.of(new SampledGauges.Column<>(
                        "check_ok",
                        "1 while a health check finds no problem",
                        check -> check.problem().isEmpty() ? 1 : 0))));
    }

    /**
     * Shows a figure of the whole process.
     *
     * @param name without {@code centrifuge_}, ending in its unit: {@code queue_budget_bytes}
     * @param value called at each scrape, on a worker thread; must not block
     */
    public void gauge(String name, String help, DoubleSupplier value) {
        Families.gauge(registry, name, help, value);
    }

    /**
     * Shows what somebody else counts, from the start of the process.
     *
     * @param name without {@code centrifuge_} and {@code _total}
     * @param value never falls; called as that of {@link #gauge}
     */
    public void counter(String name, String help, DoubleSupplier value) {
        Families.counted(registry, name, help, value);
    }

    /**
     * The same, told apart by one word.
     *
     * @param value by word, all from a small fixed set
     */
    public void counter(String name, String help, String label, Supplier<Map<String, Long>> value) {
        Families.counted(registry, name, help, label, value);
    }

    /** The page. Takes milliseconds, more with thousands of series: not for an event loop. */
    public byte[] scrape(Exposition format) {
        ByteArrayOutputStream page = new ByteArrayOutputStream(1 << 16);
        try {
            micrometer.scrape(page, format.contentType());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page.toByteArray();
    }

    @Override
    public void close() {
        collections.close();
        micrometer.close();
    }

    private static double directMemory() {
        return PlatformDependent.usedDirectMemory();
    }
}

package dev.centrifuge.tools.bench;

import dev.centrifuge.tools.bench.child.Cpu;
import dev.centrifuge.tools.load.LoadResult;
import java.util.Map;
import java.util.TreeMap;

/**
 * One round of one side.
 *
 * @param perSecond events a second; in benchmarks of time, milliseconds
 * @param cpuMicros of the measured process, per event; NaN where unknown
 * @param p50 milliseconds; NaN where it was not measured
 * @param p99 milliseconds; NaN where it was not measured
 * @param cpuByThread microseconds per event by the names of threads
 */
public record Sample(double perSecond, double cpuMicros, double p50, double p99, Map<String, Double> cpuByThread) {

    public static Sample of(double perSecond, long events, Cpu used) {
        return of(perSecond, events, used, Double.NaN, Double.NaN);
    }

    public static Sample of(LoadResult result, Cpu used) {
        return of(result.eventsPerSecond(), result.events(), used, result.millisAt(50), result.millisAt(99));
    }

    private static Sample of(double perSecond, long events, Cpu used, double p50, double p99) {
        double micros = used.micros() < 0 ? Double.NaN : (double) used.micros() / events;
        Map<String, Double> threads = new TreeMap<>();
        used.byThread().forEach((name, each) -> {
            if (each > 0) {
                threads.put(name, (double) each / events);
            }
        });
        return new Sample(perSecond, micros, p50, p99, threads);
    }

    /** {@link #cpuMicros} without what the JVM took to compile: it ends some minutes after whatever is new was done first. */
    public double compiledMicros() {
        double compilers = cpuByThread.entrySet().stream()
                .filter(thread -> thread.getKey().contains("CompilerThre"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        return cpuMicros - compilers;
    }

    /** A span of time, in milliseconds. */
    public static Sample ofMillis(double millis) {
        return new Sample(millis, Double.NaN, Double.NaN, Double.NaN, Map.of());
    }

    /** Latencies in milliseconds; what is compared is the median. */
    static Sample ofLatency(double p50, double p99) {
        return new Sample(p50, Double.NaN, p50, p99, Map.of());
    }
}

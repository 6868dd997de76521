package dev.centrifuge.tools.bench.child;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a process has used of the processors so far.
 *
 * @param micros user and system time of the whole process, in microseconds; -1 where the system does not tell
 * @param byThread the same by the names of its threads, numbers left out; empty where there is no {@code /proc}. Threads
 *     that have ended are missing. The clock has ticks of 10 ms, so read it over seconds
 */
public record Cpu(long micros, Map<String, Long> byThread) {
    /** {@code USER_HZ}: 100 on every Linux that runs Java. */
    private static final long MICROS_PER_TICK = 10_000;
    /** In {@code stat}, counted from the field after the name. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    public static Cpu of(long pid) {
        long micros = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .map(nanos -> nanos / 1_000)
                .orElse(-1L);
        return new Cpu(micros, threads(Path.of("/proc", Long.toString(pid), "task")));
    }

    /** From then to now; -1 and empty stay so. */
    public Cpu since(Cpu then) {
        Map<String, Long> difference = new TreeMap<>();
        byThread.forEach((name, now) -> difference.put(name, now - then.byThread.getOrDefault(name, 0L)));
        return new Cpu(micros < 0 || then.micros < 0 ? -1 : micros - then.micros, difference);
    }

    private static Map<String, Long> threads(Path tasks) {
        Map<String, Long> threads = new TreeMap<>();
        if (Files.isDirectory(tasks)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(tasks)) {
                for (Path task : each) {
                    add(threads, task.resolve("stat"));
                }
            } catch (IOException gone) {
                return Map.of();
            }
        }
        return threads;
    }

    private static void add(Map<String, Long> threads, Path file) {
        try {
            String line = Files.readString(file);
            // The name is in brackets and may itself hold brackets and blanks.
            int end = line.lastIndexOf(')');
            String name = line.substring(line.indexOf('(') + 1, end).replaceAll("[-#\\s]*\\d+$", "");
            String[] fields = line.substring(end + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
            threads.merge(name, ticks * MICROS_PER_TICK, Long::sum);
        } catch (IOException gone) {
            // The thread ended in between.
        }
    }
}

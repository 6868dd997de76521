package dev.centrifuge.tools.bench.cost.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a broker has written, by the sizes of its log segments, which are as they went over the wire: compressed. */
public final class LogSizes {
    private LogSizes() {}

    /**
     * By topic, all partitions together; indexes left out. Kafka's segments grow as they are written.
     *
     * @param data the broker's directory
     */
    public static Map<String, Long> byTopic(Path data) throws IOException {
        List<Path> segments;
        try (Stream<Path> files = Files.walk(data)) {
            segments = files.filter(file -> file.toString().endsWith(".log")).toList();
        }
        Map<String, Long> bytes = new TreeMap<>();
        for (Path segment : segments) {
            String partition = String.valueOf(segment.getName(segment.getNameCount() - 2));
            int dash = partition.lastIndexOf('-');
            if (dash > 0) {
                bytes.merge(partition.substring(0, dash), size(segment), Long::sum);
            }
        }
        return bytes;
    }

    private static long size(Path segment) throws IOException {
        try {
            return Files.size(segment);
        } catch (NoSuchFileException cleanedInBetween) {
            return 0;
        }
    }
}

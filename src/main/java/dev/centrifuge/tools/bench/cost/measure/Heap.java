package dev.centrifuge.tools.bench.cost.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The heap of another JVM, with the JDK's {@code jcmd}: what its objects take that are reachable, after the full collection that counting
 * them begins with. Not what its generations hold after a collection: asked for next, that has in it what was allocated
 * since, which is half of the heap of a gateway that has just started. Blocks.
 */
public final class Heap {
    /** The last line: {@code Total  instances  bytes}. */
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)$");

    private Heap() {}

    /** Bytes that are live. */
    public static long liveBytes(long pid) throws IOException {
        return total(jcmd(pid, "GC.class_histogram"));
    }

    /** @throws IOException where the text is no histogram */
    public static long total(String histogram) throws IOException {
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException("jcmd tells no heap: " + histogram);
        }
        return Long.parseLong(total.group(1));
    }

    private static String jcmd(long pid, String command) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(tool.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("jcmd " + command + ": " + text);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
        return text;
    }
}

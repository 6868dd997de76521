package dev.centrifuge.tools.bench.cost.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of another JVM after a full collection, with the JDK's {@code jcmd}. Blocks. */
public final class Heap {
    /** {@code PSYoungGen total 76288K, used 0K}, or {@code garbage-first heap total 262144K, used 12345K}. */
    private static final Pattern USED = Pattern.compile(
            "(?:PSYoungGen|ParOldGen|garbage-first heap|def new generation|tenured generation)\\s+total \\d+K,"
                    + " used (\\d+)K");

    private Heap() {}

    /** Bytes that are live. */
    public static long liveBytes(long pid) throws IOException {
        jcmd(pid, "GC.run");
        return used(jcmd(pid, "GC.heap_info"));
    }

    /** @throws IOException where the text names no generation */
    public static long used(String info) throws IOException {
        Matcher each = USED.matcher(info);
        long bytes = 0;
        boolean any = false;
        while (each.find()) {
            bytes += Long.parseLong(each.group(1)) * 1024;
            any = true;
        }
        if (!any) {
            throw new IOException("jcmd tells no heap: " + info);
        }
        return bytes;
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

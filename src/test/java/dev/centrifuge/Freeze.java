package dev.centrifuge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/** Stops a process and lets it go on, as an operator would with {@code kill -STOP} and {@code kill -CONT}. */
public final class Freeze {

    private Freeze() {}

    /**
     * SIGSTOP: its connections stay open and nothing of it runs. Returns when all its threads stand still: the signal is only sent
     * when {@code kill} ends, and on busy processors the process was seen to go on, and to answer, for 48 ms.
     */
    public static void stop(long pid) throws IOException, InterruptedException {
        signal("-STOP", pid);
        await().until(() -> stands(pid));
    }

    /** SIGCONT. */
    public static void end(long pid) throws IOException, InterruptedException {
        signal("-CONT", pid);
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        int code =
                new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
        if (code != 0) {
            throw new IOException("kill " + signal + " " + pid + " ended with " + code);
        }
    }

    private static boolean stands(long pid) throws IOException {
        List<Path> threads;
        try (Stream<Path> listed = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads = listed.toList();
        }
        for (Path thread : threads) {
            if (state(thread) != 'T') {
                return false;
            }
        }
        return true;
    }

    /** What a thread does: the letter behind its name, which stands in parentheses. 'T' for one that has just ended, too. */
    private static char state(Path thread) throws IOException {
        String stat;
        try {
            stat = Files.readString(thread.resolve("stat"));
        } catch (IOException ended) {
            if (Files.exists(thread)) {
                throw ended;
            }
            return 'T';
        }
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }
}

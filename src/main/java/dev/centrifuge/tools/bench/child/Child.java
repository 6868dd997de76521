package dev.centrifuge.tools.bench.child;

import dev.centrifuge.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another process of this program. Its standard error goes to a file; lines of its standard output that start with
 * {@code ready}, {@code done} or {@code failed} are answers.
 *
 * <p>Used by the thread of one command, which it may block.
 */
public final class Child implements AutoCloseable {
    private static final String MAIN = "dev.centrifuge.Main";
    private static final long STOP_SECONDS = 35;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // A benchmark that is interrupted must not leave its servers behind.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "bench-children"));
    }

    private final String name;
    private final Path log;
    private final Process process;
    private final Writer input;
    private final long launched;
    private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(100);

    private Child(String name, Path log, Process process, long launched) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.launched = launched;
        this.input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        RUNNING.add(process);
        Thread reader = new Thread(this::read, "read-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a command of this program in a new JVM, with the class path of this one.
     *
     * @param jvm its flags
     * @param directory where its log goes, as {@code name.log}
     */
    public static Child start(String name, List<String> jvm, Path directory, String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(jvm);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        line.addAll(List.of(arguments));
        Path log = directory.resolve(name + ".log");
        long launched = Ticker.system().nanos();
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new Child(name, log, process, launched);
    }

    /** The rest of its next answer that starts with {@code word}. */
    public String await(String word, Duration most) throws IOException {
        long end = Ticker.system().nanos() + most.toNanos();
        while (Ticker.system().nanos() < end) {
            String answer = poll();
            if (answer != null && answer.startsWith(word + " ")) {
                return answer.substring(word.length() + 1);
            }
            if (answer != null && answer.startsWith("failed ")) {
                throw new IOException(name + " " + answer);
            }
            if (answer == null && !process.isAlive()) {
                throw new IOException(name + " ended with code " + process.exitValue() + "; see " + log);
            }
        }
        throw new IOException(name + " was not " + word + " within " + most.toSeconds() + " s; see " + log);
    }

    /** Gives it an order on its standard input and waits until it is {@code done}. */
    public String ask(String order, Duration most) throws IOException {
        input.write(order + "\n");
        input.flush();
        return await("done", most);
    }

    /** Waits for its end. */
    public void awaitEnd(Duration most) throws IOException {
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(name + " did not end within " + most.toSeconds() + " s; see " + log);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }

    /** When it was launched, in the ticker's nanoseconds. */
    public long launched() {
        return launched;
    }

    public long pid() {
        return process.pid();
    }

    /** False once it has ended, for whatever reason. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end and waits for that; after 35 s it is killed. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(name + " did not end within " + STOP_SECONDS + " s; see " + log);
            }
        } catch (InterruptedException told) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            RUNNING.remove(process);
        }
    }

    private @Nullable String poll() throws IOException {
        try {
            return answers.poll(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ready ") || line.startsWith("done ") || line.startsWith("failed ")) {
                    // Whoever asks reads the answer before asking again, so the queue is never full.
                    answers.offer(line);
                }
            }
        } catch (IOException ended) {
            // The process is gone; whoever waits for it sees that.
        }
    }
}

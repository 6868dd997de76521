package dev.centrifuge.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jar's classes as the JVM keeps them, so that the many gateways that tests start need not parse and verify the same
 * thousands of classes each time: that is near half of what a start costs. A JVM that finds the archive to be of another jar
 * or of another JVM starts without it.
 */
public final class ClassArchive {
    private static final Path FILE =
            Path.of("target", "classes-" + Runtime.version() + ".jsa").toAbsolutePath();

    /** Of the JVMs of the tests, one makes it. */
    private static final Path LOCK = Path.of("target", "classes.lock").toAbsolutePath();

    /** It is made when the JVM ends. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final List<String> OPTIONS = make();

    private ClassArchive() {}

    /** What lets a JVM use it; nothing where it could not be made. Nothing that the JVM says of it goes to the output. */
    public static List<String> options() {
        return OPTIONS;
    }

    private static List<String> make() {
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!isFresh()) {
                dump();
            }
            return isFresh() ? List.of("-XX:SharedArchiveFile=" + FILE, "-Xshare:auto", "-Xlog:disable") : List.of();
        } catch (Exception e) {
            throw new IllegalStateException("no archive of the jar's classes", e);
        }
    }

    private static boolean isFresh() throws IOException {
        return Files.exists(FILE)
                && Files.getLastModifiedTime(FILE).compareTo(Files.getLastModifiedTime(GatewayProcess.JAR)) > 0;
    }

    /** What a gateway loaded that took events, delivered them, and was told to stop. */
    private static void dump() throws Exception {
        Path home = Files.createTempDirectory("centrifuge-classes");
        Path made = home.resolve("made.jsa");
        try (Scene scene = Scene.around(home);
                GatewayProcess gateway =
                        GatewayProcess.launch(home, List.of("-XX:ArchiveClassesAtExit=" + made, "-Xlog:disable"))) {
            scene.ledger.post(gateway.ingest(), 100);
            if (gateway.terminate(PATIENCE) == 0 && Files.exists(made)) {
                Files.move(made, FILE, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            delete(home);
        }
    }

    private static void delete(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }
}

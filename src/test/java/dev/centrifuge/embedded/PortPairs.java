package dev.centrifuge.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Pairs of ports for servers of tests that are stopped, killed and started again. Whoever is given one has it, also while
 * nothing listens there: no other test is given it, in this JVM or another, until this JVM has ended.
 *
 * <p>A pair is a lock on a byte of one file that all JVMs of tests of one user share. Any thread.
 */
public final class PortPairs {
    /** Below those that a broker picks by itself, which does not ask here, and those that clients are given. */
    private static final int LOWEST = 5_000;

    private static final int HIGHEST = 10_240;
    private static final int DRAWS = 1_000;

    private static final Random RANDOM = new Random();
    private static final Set<Integer> TAKEN = new HashSet<>();

    /** Open for as long as the JVM runs: with any channel of a file that is closed, a process loses all its locks on it. */
    private static final FileChannel LOCKS = open();

    private PortPairs() {}

    private static FileChannel open() {
        Path file = Path.of(
                System.getProperty("java.io.tmpdir"), "centrifuge-test-ports-" + System.getProperty("user.name"));
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first of two free ports, {@code n} and {@code n + 1}. */
    public static synchronized int take() {
        for (int i = 0; i < DRAWS; i++) {
            int port = RANDOM.nextInt(LOWEST / 2, HIGHEST / 2) * 2;
            if (isMine(port) && Ports.free(port) && Ports.free(port + 1)) {
                return port;
            }
        }
        throw new IllegalStateException("no free pair of ports from " + LOWEST + " to " + HIGHEST);
    }

    /** From now on. */
    private static boolean isMine(int port) {
        if (TAKEN.contains(port)) {
            return false;
        }
        try {
            FileLock lock = LOCKS.tryLock(port, 1, false);
            return lock != null && TAKEN.add(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.centrifuge.tools.bench.child;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Free ports of loopback for processes that must be told theirs beforehand. Below 32768: above, the system may give them
 * to an outgoing connection before they are listened on.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 1_000;

    private Ports() {}

    /** The first of {@code count} neighbours that are free now. */
    public static int free(int count, RandomGenerator random) throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int first = random.nextInt(FIRST, LAST - count);
            boolean free = true;
            for (int port = first; free && port < first + count; port++) {
                free = isFree(port);
            }
            if (free) {
                return first;
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}

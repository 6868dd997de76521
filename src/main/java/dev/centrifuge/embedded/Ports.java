package dev.centrifuge.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * The broker's two ports: {@code n} for clients and {@code n + 1} for its controller.
 *
 * <p>They are probed before Kafka starts, because Kafka answers a port that is taken by ending the process. A probe
 * can still be overtaken by somebody else; that is then reported late, by Kafka's own error.
 */
final class Ports {

    /** Above it Linux hands out ports to outgoing connections: a listener there loses its port to any client. */
    private static final int EPHEMERAL = 32_768;

    private static final int LOWEST = 10_240;
    private static final int DRAWS = 200;

    private Ports() {}

    /** Fails where one of the pair cannot be listened on. */
    static void check(int port) throws StartFailure {
        if (port < 1 || port > 65_534) {
            throw new StartFailure("kafka.embedded.port is " + port + ", expected 1 to 65534");
        }
        if (!free(port)) {
            throw taken(port, "its clients");
        }
        if (!free(port + 1)) {
            throw taken(port + 1, "its controller");
        }
    }

    /** Any free pair below the ephemeral range. */
    static int pick(RandomGenerator random) throws StartFailure {
        for (int i = 0; i < DRAWS; i++) {
            int port = random.nextInt(LOWEST / 2, EPHEMERAL / 2 - 1) * 2;
            if (free(port) && free(port + 1)) {
                return port;
            }
        }
        throw new StartFailure("no free pair of ports between " + LOWEST + " and " + EPHEMERAL + " on 127.0.0.1");
    }

    static StartFailure taken(int port, String whose) {
        return new StartFailure("port " + port + " on 127.0.0.1, which the embedded Kafka needs for " + whose
                + ", is taken by another process; set kafka.embedded.port to use another pair (n and n+1)");
    }

    static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}

package dev.centrifuge.embedded;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PortPairsTest {
    private static final int EACH = 100;

    /** Nobody listens at any of them. */
    @Test
    void no_pair_is_given_twice_in_this_JVM_or_another() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Takes.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Integer> given = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < EACH; i++) {
                given.add(Integer.valueOf(out.readLine()));
            }
            // It still runs: its pairs are its own.
            for (int i = 0; i < EACH; i++) {
                given.add(PortPairs.take());
            }
        } finally {
            other.destroyForcibly();
        }
        Set<Integer> ports = new HashSet<>();
        for (int port : given) {
            ports.add(port);
            ports.add(port + 1);
        }
        assertThat(ports).hasSize(2 * given.size());
    }

    @Test
    void a_pair_is_free() throws Exception {
        int port = PortPairs.take();
        try (ServerSocket first = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
            assertThat(first.isBound() && second.isBound()).isTrue();
        }
    }

    /** Takes as many, says which, and waits to be ended. */
    static final class Takes {
        private Takes() {}

        public static void main(String[] arguments) throws Exception {
            for (int i = 0; i < EACH; i++) {
                System.out.println(PortPairs.take());
            }
            while (System.in.read() >= 0) {
                // Until the test is over, or gone.
            }
        }
    }
}

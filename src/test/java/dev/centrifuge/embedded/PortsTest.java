package dev.centrifuge.embedded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PortsTest {

    @Test
    void check_namesTheTakenPortAndTheKeyThatChangesIt() throws Exception {
        int port = Ports.pick(new Random());
        try (ServerSocket taken = occupy(port)) {
            assertThatThrownBy(() -> Ports.check(port))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("port " + port + " ")
                    .hasMessageContaining("kafka.embedded.port");
            assertThat(taken.isBound()).isTrue();
        }
    }

    @Test
    void check_namesTheControllersPort() throws Exception {
        int port = Ports.pick(new Random());
        try (ServerSocket taken = occupy(port + 1)) {
            assertThatThrownBy(() -> Ports.check(port))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("port " + (port + 1) + " ")
                    .hasMessageContaining("controller");
            assertThat(taken.isBound()).isTrue();
        }
    }

    @Test
    void check_refusesWhatIsNoPort() {
        assertThatThrownBy(() -> Ports.check(65_535)).isInstanceOf(StartFailure.class);
        assertThatThrownBy(() -> Ports.check(-1)).isInstanceOf(StartFailure.class);
    }

    @Test
    void pick_findsAFreePairBelowTheEphemeralRange() throws Exception {
        for (int i = 0; i < 20; i++) {
            int port = Ports.pick(new Random(i));
            assertThat(port).isBetween(1_024, 32_766);
            assertThatCode(() -> Ports.check(port)).doesNotThrowAnyException();
        }
    }

    private static ServerSocket occupy(int port) throws Exception {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }
}

package dev.centrifuge.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of this host at which every connection is refused for as long as this is open. It is bound and never listens,
 * so that no other test, whose port the system would choose, can be given it meanwhile.
 */
public final class ClosedPort implements AutoCloseable {

    private final Socket held = new Socket();

    /** @throws IOException if no port is left */
    public ClosedPort() throws IOException {
        held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** From 1 to 65535. */
    public int port() {
        return held.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}

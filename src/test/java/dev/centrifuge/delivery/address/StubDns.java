package dev.centrifuge.delivery.address;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server that says the same of every name, for no time at all: A records with a TTL of 0, and no AAAA records. */
final class StubDns implements AutoCloseable {

    private static final int TYPE_A = 1;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final AtomicInteger questions = new AtomicInteger();
    private volatile List<byte[]> addresses = List.of();

    StubDns() throws SocketException {
        Thread thread = new Thread(this::serve, "stub-dns");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** For A records. */
    int questions() {
        return questions.get();
    }

    void answer(String... ipv4) {
        addresses = Arrays.stream(ipv4).map(StubDns::bytes).toList();
    }

    private static byte[] bytes(String ipv4) {
        try {
            return InetAddress.getByName(ipv4).getAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        try {
            while (!socket.isClosed()) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(buffer);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (SocketException closed) {
            // The test is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 1035, section 4: the question again, then the records, whose names point to that of the question. */
    private byte[] answer(byte[] query) {
        int end = 12;
        while (query[end] != 0) {
            end += query[end] + 1;
        }
        end++;
        boolean wanted = query[end + 1] == TYPE_A;
        List<byte[]> records = wanted ? addresses : List.of();
        questions.addAndGet(wanted ? 1 : 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(query, 0, 2);
        out.writeBytes(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, (byte) records.size(), 0, 0, 0, 0});
        out.write(query, 12, end + 4 - 12);
        for (byte[] address : records) {
            out.writeBytes(new byte[] {(byte) 0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 0, 0, 4});
            out.writeBytes(address);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}

package dev.centrifuge.delivery;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy that speaks {@code CONNECT}; whatever it is asked for, it connects to that port of 127.0.0.1. */
final class ConnectProxy {

    final AtomicInteger accepted = new AtomicInteger();

    /** The heads of the requests. */
    final ConcurrentLinkedQueue<String> heads = new ConcurrentLinkedQueue<>();

    /** What it answers instead of connecting, unless it is empty. */
    volatile String refusal = "";

    /** Held, as one that is collected closes its connections. */
    private final NetClient origins;

    private final NetServer server;

    ConnectProxy(Vertx vertx) {
        origins = vertx.createNetClient();
        server = vertx.createNetServer().connectHandler(this::accept);
        Bench.await(server.listen(0, "127.0.0.1"));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    private void accept(NetSocket client) {
        accepted.incrementAndGet();
        client.exceptionHandler(e -> {});
        Buffer read = Buffer.buffer();
        client.handler(chunk -> {
            read.appendBuffer(chunk);
            if (read.toString().endsWith("\r\n\r\n")) {
                heads.add(read.toString());
                answer(client, read.toString());
            }
        });
    }

    private void answer(NetSocket client, String head) {
        if (!refusal.isEmpty()) {
            client.end(Buffer.buffer(refusal));
            return;
        }
        client.pause();
        String authority = head.split(" ", 3)[1];
        int port = Integer.parseInt(authority.substring(authority.lastIndexOf(':') + 1));
        origins.connect(port, "127.0.0.1").onSuccess(origin -> {
            origin.exceptionHandler(e -> {});
            client.write("HTTP/1.1 200 Connection established\r\n\r\n");
            client.handler(origin::write);
            origin.handler(client::write);
            client.closeHandler(v -> origin.close());
            origin.closeHandler(v -> client.close());
            client.resume();
        });
    }
}

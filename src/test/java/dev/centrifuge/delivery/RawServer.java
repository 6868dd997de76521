package dev.centrifuge.delivery;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A server that answers with whatever bytes a test wants, once it has read a request with a short body. */
final class RawServer {

    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private volatile String greeting = "";
    private final NetServer server;

    RawServer(Vertx vertx, Consumer<NetSocket> answer) {
        server = vertx.createNetServer().connectHandler(socket -> {
            accepted.incrementAndGet();
            open.add(socket);
            if (!greeting.isEmpty()) {
                socket.write(greeting);
            }
            socket.closeHandler(v -> open.remove(socket));
            socket.exceptionHandler(e -> {});
            StringBuilder read = new StringBuilder();
            socket.handler(chunk -> {
                read.append(chunk);
                if (isWhole(read)) {
                    requests.incrementAndGet();
                    read.setLength(0);
                    answer.accept(socket);
                }
            });
        });
        Bench.await(server.listen(0, "127.0.0.1"));
    }

    /** Makes it a server of a protocol in which the server begins. */
    void speaksFirst(String bytes) {
        greeting = bytes;
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/hook?key=s3cret";
    }

    void close() {
        Bench.await(server.close());
    }

    /** Bodies of tests are JSON objects, and so end in a brace. */
    private static boolean isWhole(StringBuilder read) {
        return read.indexOf("\r\n\r\n") >= 0 && read.charAt(read.length() - 1) == '}';
    }
}

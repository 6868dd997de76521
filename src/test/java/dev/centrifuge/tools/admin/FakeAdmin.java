package dev.centrifuge.tools.admin;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** An admin port that answers what it was told to, in that order, and writes down what it was asked. */
final class FakeAdmin implements AutoCloseable {
    /** Method, path with query, and body where there is one. */
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private final Deque<String> answers = new ArrayDeque<>();
    private final HttpServer server;

    FakeAdmin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
            byte[] answer = next().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private synchronized String next() {
        return answers.removeFirst();
    }

    /** The answer to the next question that has none yet. */
    synchronized void answer(String json) {
        answers.add(json);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package dev.centrifuge.tools.bench.crowd;

import dev.centrifuge.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;

/** Asks a gateway's admin port, and takes the time. Blocks. */
final class Questions {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;

    Questions(int port) {
        this.port = port;
    }

    /**
     * How long answers took until their last byte.
     *
     * @param bytes of the last one
     * @param first in milliseconds, as the others: nobody had asked before
     */
    record Answered(long bytes, double first, double p50, double p99) {}

    /** @param times after the first, at least 1 */
    Answered ask(String path, int times) throws IOException {
        double first = millis(path);
        double[] others = new double[times];
        for (int i = 0; i < times; i++) {
            others[i] = millis(path);
        }
        Arrays.sort(others);
        return new Answered(text(path).length(), first, at(others, 0.5), at(others, 0.99));
    }

    static double at(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** A stream's, until its first state. */
    Answered stream(String topics, int times) throws IOException {
        double[] all = new double[times + 1];
        for (int i = 0; i <= times; i++) {
            all[i] = firstState(topics);
        }
        double first = all[0];
        double[] others = Arrays.copyOfRange(all, 1, all.length);
        Arrays.sort(others);
        return new Answered(0, first, at(others, 0.5), at(others, 0.99));
    }

    private double firstState(String topics) throws IOException {
        long start = Ticker.system().nanos();
        try (InputStream stream = send("/v1/stream?topics=" + topics, BodyHandlers.ofInputStream())
                .body()) {
            int bytes = 0;
            // The first three are a heartbeat, which comes before anything is asked.
            while (bytes < 4) {
                if (stream.read() < 0) {
                    throw new IOException("the stream of " + topics + " ended");
                }
                bytes++;
            }
            return (Ticker.system().nanos() - start) / 1e6;
        }
    }

    private double millis(String path) throws IOException {
        long start = Ticker.system().nanos();
        text(path);
        return (Ticker.system().nanos() - start) / 1e6;
    }

    String text(String path) throws IOException {
        return send(path, BodyHandlers.ofString()).body();
    }

    private <T> HttpResponse<T> send(String path, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            HttpResponse<T> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    body);
            if (response.statusCode() != 200) {
                throw new IOException(path + " is answered " + response.statusCode());
            }
            return response;
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        }
    }
}

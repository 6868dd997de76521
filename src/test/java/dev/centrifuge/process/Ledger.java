package dev.centrifuge.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that post batches and write down what was acknowledged. Never retries, so each id is sent once: whatever arrives
 * twice was doubled by the gateway.
 */
final class Ledger {
    /** An event's user is its number modulo this. */
    static final long USERS = 97;

    private final String key;
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();
    private volatile long pauseNanos;
    private volatile String padding = "";

    /** A request: when it was sent, how long its answer took, in nanoseconds, and its status, 0 for none. */
    record Answered(long sentAt, long nanos, int status) {}

    /** @param key of the source to post to; begins the ids, too */
    Ledger(String key) {
        this.key = key;
    }

    /** Each client waits so long between two batches, from now on. */
    Ledger pause(Duration pause) {
        pauseNanos = pause.toNanos();
        return this;
    }

    /** Each event is so many bytes longer, from now on. */
    Ledger padding(int bytes) {
        padding = "x".repeat(bytes);
        return this;
    }

    List<Answered> answers() {
        return List.copyOf(answers);
    }

    /** The ids of events whose request was answered 200. */
    Set<String> acknowledged() {
        return acknowledged.keySet();
    }

    /** When the request that brought an acknowledged event was sent. */
    long sentAt(String id) {
        return acknowledged.get(id);
    }

    /** How many events were sent whose request was not answered 200. */
    long unknown() {
        return unknown.get();
    }

    /** Posts until {@link Run#close}, with so many clients, each one batch at a time. */
    Run run(String url, int clients, int batch) {
        Run run = new Run(new Thread[clients]);
        for (int i = 0; i < clients; i++) {
            run.threads[i] = new Thread(() -> run.post(URI.create(url + "/v1/batch"), batch), "client-" + i);
            run.threads[i].start();
        }
        return run;
    }

    /** Posts one batch; whether it was acknowledged. */
    boolean post(String url, int batch) {
        return post(client(), URI.create(url + "/v1/batch"), next.getAndAdd(batch), batch);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    private boolean post(HttpClient client, URI uri, long first, int batch) {
        StringBuilder body = new StringBuilder("{\"batch\":[");
        for (long id = first; id < first + batch; id++) {
            body.append(id == first ? "" : ",")
                    .append("{\"type\":\"track\",\"event\":\"Tested\",\"userId\":\"u")
                    .append(id % USERS)
                    .append("\",\"padding\":\"")
                    .append(padding)
                    .append("\",\"messageId\":\"")
                    .append(key)
                    .append(id)
                    .append("\"}");
        }
        String authorization = "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes());
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("authorization", authorization)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.append("]}").toString()))
                .build();
        long sentAt = System.nanoTime();
        int status = 0;
        try {
            status = client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException killed) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            answers.add(new Answered(sentAt, System.nanoTime() - sentAt, status));
        }
        if (status != 200) {
            return false;
        }
        for (long id = first; id < first + batch; id++) {
            acknowledged.put(key + id, sentAt);
        }
        return true;
    }

    /** A load that runs. */
    final class Run implements AutoCloseable {
        private final Thread[] threads;
        private volatile boolean running = true;

        private Run(Thread[] threads) {
            this.threads = threads;
        }

        private void post(URI uri, int batch) {
            HttpClient client = client();
            while (running) {
                if (!Ledger.this.post(client, uri, next.getAndAdd(batch), batch)) {
                    unknown.addAndGet(batch);
                    LockSupport.parkNanos(10_000_000);
                }
                LockSupport.parkNanos(pauseNanos);
            }
        }

        @Override
        public void close() throws InterruptedException {
            running = false;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}

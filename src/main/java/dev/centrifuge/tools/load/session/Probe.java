package dev.centrifuge.tools.load.session;

import dev.centrifuge.tools.sink.Arrival;
import dev.centrifuge.tools.sink.Sink;
import dev.centrifuge.tools.sink.mode.Modes;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Before a load with sinks: sends an event now and then until each sink that takes events has one. So a gateway may still
 * be starting or reading its configuration, and one that does not know the sinks is noticed before it counts as loss.
 *
 * <p>Sinks report arrivals from their event loop, the command's thread waits: hence the concurrent set.
 */
final class Probe {
    private static final long EVERY_MILLIS = 200;

    private final String run;
    private final Set<Integer> reached = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    Probe(String run) {
        this.run = run;
    }

    /** Until then what arrives is for the probe. */
    boolean isOpen() {
        return open;
    }

    void arrived(int index, Arrival arrival) {
        if (arrival.accepted() && new String(arrival.body(), StandardCharsets.UTF_8).contains(id())) {
            reached.add(index);
        }
    }

    private String id() {
        return "probe-" + run + "-";
    }

    /** Returns once all are reached, or when it is told to stop. Blocks. */
    void await(
            Vertx vertx,
            URI url,
            String key,
            List<String> modes,
            List<Sink> sinks,
            Duration most,
            BooleanSupplier stopped)
            throws IOException {
        HttpClient client = vertx.createHttpClient();
        try {
            long rounds = most.toMillis() / EVERY_MILLIS + 1;
            for (long round = 0; missing(modes) >= 0 && !stopped.getAsBoolean(); round++) {
                if (round >= rounds) {
                    throw new IOException(unreached(url, modes, sinks, most));
                }
                send(client, url, key, round);
                Thread.sleep(EVERY_MILLIS);
            }
            open = false;
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", told);
        } finally {
            client.close();
        }
    }

    private String unreached(URI url, List<String> modes, List<Sink> sinks, Duration most) {
        int index = missing(modes);
        return "nothing sent to " + url + " reached " + SinkSettings.name(index) + " within " + most.toSeconds()
                + " s: the gateway needs a destination with \"url\": \""
                + sinks.get(index).url("/")
                + "\" and \"privateNetwork\": true; --conf-out writes it";
    }

    /** The first sink that should have had something and has not, or -1. */
    private int missing(List<String> modes) {
        for (int i = 0; i < modes.size(); i++) {
            if (Modes.takes(modes.get(i)) && !reached.contains(i)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether it is answered does not matter: the next one may be. */
    private void send(HttpClient client, URI url, String key, long round) {
        String path = url.getRawPath() == null || url.getRawPath().length() < 2 ? "/v1/track" : url.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(url.getHost())
                .setPort(url.getPort())
                .setURI(path)
                .setConnectTimeout(EVERY_MILLIS * 5)
                .putHeader("content-type", "application/json")
                .putHeader(
                        "authorization",
                        "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8)));
        String event = "{\"type\":\"track\",\"event\":\"Load Probe\",\"userId\":\"load-probe\",\"messageId\":\"" + id()
                + round + "\"}";
        client.request(options).compose(request -> request.send(Buffer.buffer(event)));
    }
}

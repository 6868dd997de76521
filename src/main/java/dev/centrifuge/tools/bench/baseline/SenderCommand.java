package dev.centrifuge.tools.bench.baseline;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.Waiting;
import dev.centrifuge.tools.bench.child.Events;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Sends events from memory with the HTTP client of Vert.x over keep-alive connections, one event a request, with as many
 * headers as a delivery has. What draining from Kafka is compared with. Takes orders: {@code run EVENTS} answers
 * {@code done NANOS}.
 */
@Command(name = "bench-sender", hidden = true, description = "Sends events from memory: a baseline of `bench`.")
public final class SenderCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--url", required = true)
    private URI url = URI.create("http://127.0.0.1");

    @Option(names = "--connections")
    private int connections = 64;

    @Option(names = "--transport")
    private String transport = Transports.BEST;

    private final String[] parts = Events.event().replace("{user}", "000000").split("\\{seq}", 2);
    private long sent;

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Transports.open(transport, 1);
        HttpClientAgent client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(connections));
        Orders.ready(spec, url.toString());
        Orders.each(spec, order -> Long.toString(run(vertx, client, Long.parseLong(order.replace("run ", "")))));
        Waiting.on(vertx.close(), "cannot close");
        return 0;
    }

    private long run(Vertx vertx, HttpClientAgent client, long events) throws Exception {
        long start = Ticker.system().nanos();
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.deployVerticle(context -> {
            Sending sending = new Sending(client, events, done);
            for (int i = 0; i < connections; i++) {
                sending.next();
            }
            return Future.succeededFuture();
        });
        done.get(Duration.ofMinutes(5).toSeconds(), TimeUnit.SECONDS);
        return Ticker.system().nanos() - start;
    }

    /** One run. Belongs to its event loop. */
    private final class Sending {
        private final HttpClientAgent client;
        private final CompletableFuture<Void> done;
        private long left;
        private long unanswered;

        Sending(HttpClientAgent client, long events, CompletableFuture<Void> done) {
            this.client = client;
            this.left = events;
            this.unanswered = events;
            this.done = done;
        }

        void next() {
            if (left > 0) {
                left--;
                sent++;
                client.request(options())
                        .compose(this::send)
                        .onSuccess(ended -> {
                            if (--unanswered == 0) {
                                done.complete(null);
                            }
                            next();
                        })
                        .onFailure(done::completeExceptionally);
            }
        }

        private static String digits(long number) {
            String text = Long.toString(number);
            return "0".repeat(12 - text.length()) + text;
        }

        private RequestOptions options() {
            return new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setHost(url.getHost())
                    .setPort(url.getPort())
                    .setURI(url.getPath());
        }

        private Future<Void> send(HttpClientRequest request) {
            String seq = digits(sent);
            String body = parts[0] + seq + parts[1];
            request.putHeader("content-type", "application/json")
                    .putHeader("user-agent", "centrifuge/bench")
                    .putHeader("webhook-id", Events.ID_PREFIX + seq)
                    .putHeader("webhook-timestamp", "1700000000")
                    .putHeader("x-centrifuge-source", "bench")
                    .putHeader("x-centrifuge-attempt", "1")
                    .putHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            return request.send(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)))
                    .compose(response -> response.statusCode() == 200
                            ? response.end()
                            : Future.failedFuture("status " + response.statusCode()));
        }
    }
}

package dev.centrifuge.tools.bench.baseline;

import dev.centrifuge.tools.Transports;
import dev.centrifuge.tools.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The least that an HTTP server on Vert.x can do: read the body, answer 200. What ingest is compared with. One event
 * loop, as its comparison in docs/benchmarks.md says.
 */
@Command(name = "bench-server", hidden = true, description = "Answers 200 to every request: a baseline of `bench`.")
public final class BareServerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--transport", description = "best, io_uring, epoll, nio.")
    private String transport = Transports.BEST;

    @Override
    public Integer call() throws Exception {
        Vertx vertx = Transports.open(transport, 1);
        HttpServer[] server = new HttpServer[1];
        Waiting.on(
                vertx.deployVerticle(context -> {
                    server[0] = vertx.createHttpServer().requestHandler(BareServerCommand::answer);
                    Future<HttpServer> listening = server[0].listen(0, "127.0.0.1");
                    return listening;
                }),
                "cannot listen");
        Orders.ready(spec, "http://127.0.0.1:" + server[0].actualPort());
        // Ends with the process that started it, which may have been killed.
        Orders.each(spec, order -> "");
        Waiting.on(vertx.close(), "cannot close");
        return 0;
    }

    private static void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> request.response().end());
    }
}

package dev.centrifuge.node;

import dev.centrifuge.config.load.ConfigLoader;
import dev.centrifuge.config.load.Loaded;
import dev.centrifuge.dispatch.history.AttemptLog;
import dev.centrifuge.embedded.TestBroker;
import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One node that delivers, on a real log. */
@ExtendWith({TestBroker.class, VertxExtension.class})
class DispatchNodeTest {
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<Void> hungUp = new CompletableFuture<>();
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final BrittleTicker ticker = new BrittleTicker();
    private Site site;
    private LogNode log;
    private DispatchNode dispatch;

    /** The machine's clocks, until the log thread is to fail. */
    private static final class BrittleTicker implements Ticker {
        volatile boolean broken;

        @Override
        public long nanos() {
            if (broken && Thread.currentThread().getName().equals("centrifuge-log")) {
                throw new IllegalStateException("no clock");
            }
            return Ticker.system().nanos();
        }

        @Override
        public long millis() {
            return Ticker.system().millis();
        }
    }

    @BeforeEach
    void start(Vertx vertx, TestBroker.Handle kafka, @TempDir Path conf) throws Exception {
        Files.writeString(
                conf.resolve("gateway.json"),
                "{\"kafka\":{\"bootstrap\":\"%s\"},\"topics\":{\"prefix\":\"%s\",\"partitions\":1}}"
                        .formatted(kafka.bootstrap(), kafka.prefix()));
        Files.createDirectories(conf.resolve("sources"));
        Files.writeString(conf.resolve("sources/web.json"), "{\"writeKeys\":[\"key\"]}");
        Files.createDirectories(conf.resolve("destinations"));
        Files.writeString(
                conf.resolve("destinations/crm.json"),
                "{\"url\":\"http://127.0.0.1:%d/\",\"privateNetwork\":true}".formatted(silent(vertx)));
        Loaded loaded = ConfigLoader.ofProcess().load(conf);
        assertThat(loaded).isInstanceOf(Loaded.Valid.class);
        Site usual = Site.of(((Loaded.Valid) loaded).configuration(), "1.2.3", failure::complete);
        site = new Site(
                usual.vertx(),
                usual.lag(),
                usual.metrics(),
                ticker,
                usual.configuration(),
                usual.version(),
                usual.failed());
        log = new LogNode(site);
        OperatorNode operators = new OperatorNode(log.operators(), ticker);
        dispatch = new DispatchNode(site, log, operators, AttemptLog.NONE, null, Set::of);
        Blocking.await(log.ensureTopics());
        operators.start();
        dispatch.start();
    }

    /** A destination that takes what it is sent and does not answer. */
    private int silent(Vertx vertx) throws IOException {
        HttpServer server = vertx.createHttpServer()
                .connectionHandler(connection -> connection.closeHandler(v -> hungUp.complete(null)))
                .requestHandler(request -> asked.complete(null));
        return Blocking.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    @AfterEach
    void stop() throws Exception {
        log.closeWriter();
        log.stop();
        site.stop();
    }

    private void append(String id) throws IOException {
        Envelope envelope = new Envelope("web", id, "track", Ticker.system().millis(), null, null);
        Event event = new Event(envelope, "web:u".getBytes(StandardCharsets.UTF_8), new byte[] {'{', '}'});
        CompletableFuture<Void> appended = new CompletableFuture<>();
        site.vertx()
                .runOnContext(v -> log.writer()
                        .append(List.of(event), List.of())
                        .onComplete(done -> appended.complete(null), appended::completeExceptionally));
        Blocking.await(appended);
    }

    @Test
    void stop_afterTheReaderFailed_saysSo_andClosesConnectionsAllTheSame() throws Exception {
        append("m1");
        asked.get(2, TimeUnit.MINUTES);
        ticker.broken = true;
        assertThat(failure.get(2, TimeUnit.MINUTES)).contains("no clock");
        assertThat(hungUp).isNotDone();

        assertThatThrownBy(dispatch::stop).isInstanceOf(IOException.class).hasMessage("no clock");
        hungUp.get(2, TimeUnit.MINUTES);
    }
}

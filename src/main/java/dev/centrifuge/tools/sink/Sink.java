package dev.centrifuge.tools.sink;

import dev.centrifuge.time.Ticker;
import dev.centrifuge.tools.sink.mode.ModeTable;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A destination to test against. All methods may be called from any thread; futures end on the sink's event loop.
 *
 * <p>A delivery counts as arrived when its answer was a 2xx; see {@link SinkStats}.
 */
public final class Sink {
    private final Vertx vertx;
    private final SinkOptions options;
    private final Tally tally;
    private final ModeTable modes;
    private volatile @Nullable Door door;
    private volatile @Nullable Context context;
    private volatile @Nullable Recorder recorder;
    private volatile String deployment = "";
    private volatile int tlsPort;

    private Sink(Vertx vertx, SinkOptions options) {
        this.vertx = vertx;
        this.options = options;
        this.tally = new Tally(options.mostIds());
        SinkOptions served = Door.servedMode(options);
        this.modes = new ModeTable(served.mode(), served.paths(), served.defaults(), new Random(served.seed()));
    }

    /**
     * Starts a sink on an event loop of its own.
     *
     * @throws IllegalArgumentException where a mode or a secret is wrong, with a message for people
     */
    public static Future<Sink> start(Vertx vertx, SinkOptions options) {
        Sink sink = new Sink(vertx, options);
        new Signatures(options.secrets());
        return vertx.deployVerticle((Deployable) sink::open).map(deployment -> {
            sink.deployment = deployment;
            return sink;
        });
    }

    private Future<?> open(Context home) {
        context = home;
        Future<@Nullable Recorder> opened = options.record() == null
                ? Future.succeededFuture()
                : Recorder.open(vertx, options.record()).map(r -> r);
        return opened.compose(made -> {
            recorder = made;
            Intake intake = new Intake(vertx, Ticker.system(), options, modes, tally, made);
            Control control = new Control(modes, tally);
            Door opening = new Door(vertx, options, serverOptions(), request -> serve(request, intake, control));
            door = opening;
            return opening.open().compose(listening -> openTls(options.tls(), opening));
        });
    }

    /** Not subject to the mode {@code refuse}. The verticle closes it. HTTP/1.1 alone, so that it differs by TLS only. */
    private Future<Void> openTls(SinkOptions.@Nullable Tls tls, Door door) {
        if (tls == null) {
            return Future.succeededFuture();
        }
        PemKeyCertOptions pair = new PemKeyCertOptions()
                .setCertPath(tls.cert().toString())
                .setKeyPath(tls.key().toString());
        HttpServerOptions secured =
                serverOptions().setSsl(true).setUseAlpn(false).setKeyCertOptions(pair);
        return vertx.createHttpServer(secured)
                .requestHandler(door.handler())
                .listen(tls.port(), options.host())
                .map(opened -> {
                    tlsPort = opened.actualPort();
                    return null;
                });
    }

    private static HttpServerOptions serverOptions() {
        return new HttpServerOptions().setTcpNoDelay(true).setReuseAddress(true);
    }

    private static void serve(HttpServerRequest request, Intake intake, Control control) {
        if (request.path() != null && request.path().startsWith(Control.PREFIX)) {
            control.take(request);
        } else {
            intake.take(request);
        }
    }

    /** Where it listens. */
    public int port() {
        Door opened = door;
        return opened == null ? options.port() : opened.port();
    }

    /** {@code http://host:port} and the path, which starts with a slash. */
    public String url(String path) {
        return "http://" + options.host() + ":" + port() + path;
    }

    /** The same with {@code https} and the port for that; only where there is one. */
    public String tlsUrl(String path) {
        return "https://" + options.host() + ":" + tlsPort + path;
    }

    public SinkStats stats() {
        return tally.snapshot();
    }

    /** How often a path took an event with this id. */
    public int count(String path, String id) {
        return tally.count(path, id);
    }

    /** The ids that a path took, each once, in the order of their first arrival. */
    public List<String> ids(String path) {
        return tally.ids(path);
    }

    /** Changes how it behaves on all paths that have no mode of their own. */
    public Future<Void> mode(String mode) {
        return onLoop(() -> modes.set(mode));
    }

    /** Changes how it behaves on the paths that start with {@code prefix}. */
    public Future<Void> mode(String prefix, String mode) {
        return onLoop(() -> modes.set(prefix, mode));
    }

    /** Forgets what was counted. */
    public void clear() {
        tally.clear();
    }

    /** Stops listening, cuts connections, and writes what is left of the record. */
    public Future<Void> close() {
        Door opened = door;
        Recorder open = recorder;
        return onLoopAsync(() -> opened == null ? Future.<Void>succeededFuture() : opened.close())
                .compose(closed -> onLoopAsync(() -> open == null ? Future.<Void>succeededFuture() : open.close()))
                .compose(closed -> vertx.undeploy(deployment));
    }

    private Future<Void> onLoop(Runnable action) {
        return onLoopAsync(() -> {
            action.run();
            return Future.succeededFuture();
        });
    }

    private Future<Void> onLoopAsync(Supplier<Future<Void>> action) {
        Context home = context;
        if (home == null) {
            return Future.failedFuture("the sink has not started");
        }
        Promise<Void> done = Promise.promise();
        home.runOnContext(now -> {
            try {
                action.get().onComplete(done);
            } catch (IllegalArgumentException wrong) {
                done.fail(wrong);
            }
        });
        return done.future();
    }
}

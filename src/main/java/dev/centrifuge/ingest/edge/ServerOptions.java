package dev.centrifuge.ingest.edge;

import dev.centrifuge.config.IngestConfig.TlsConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http2ServerConfig;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TcpOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What Vert.x itself can be told. */
record ServerOptions(HttpServerConfig http, @Nullable ServerSSLOptions tls) {

    private static final int BACKLOG = 1024;
    private static final long HANDSHAKE_SECONDS = 5;

    /** 400 resets in half a minute are a flood even for a client that cancels a lot. */
    private static final int RESETS = 400;

    private static final Duration RESET_WINDOW = Duration.ofSeconds(30);

    private static final int STREAMS = 128;
    private static final int HEADER_LIST = 16 * 1024;
    private static final int CONNECTION_WINDOW = 1024 * 1024;

    static ServerOptions of(@Nullable TlsConfig tls) {
        HttpServerConfig http = new HttpServerConfig()
                .setHandle100ContinueAutomatically(false)
                // Its handler would sit in each pipeline and look at each request.
                .setWebSocketConfig(new WebSocketServerConfig()
                        .setUsePerMessageCompression(false)
                        .setUsePerFrameCompression(false));
        http.getTcpConfig().setAcceptBacklog(BACKLOG);
        // SO_REUSEPORT stays off: with it a second gateway on the same port would start and share its clients by
        // chance.
        http.getTcpConfig().getTransportConfig().setOption(TcpOption.NODELAY, true);
        if (tls == null) {
            // Without HTTP/2 in the list there is no h2c either: an Upgrade to it is ignored, its preface refused.
            return new ServerOptions(http.setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1), null);
        }
        http.setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
                .setHttp2Config(http2());
        return new ServerOptions(http, ssl(tls));
    }

    private static Http2ServerConfig http2() {
        return new Http2ServerConfig()
                .setRstFloodMaxRstFramePerWindow(RESETS)
                .setRstFloodWindowDuration(RESET_WINDOW)
                .setConnectionWindowSize(CONNECTION_WINDOW)
                .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(STREAMS).setMaxHeaderListSize(HEADER_LIST));
    }

    static ServerSSLOptions ssl(TlsConfig tls) {
        return new ServerSSLOptions()
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(tls.chain()))
                        .setKeyValue(Buffer.buffer(tls.secret().value())))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }

    HttpServer create(Vertx vertx) {
        return tls == null ? vertx.createHttpServer(http) : vertx.createHttpServer(http, tls);
    }
}

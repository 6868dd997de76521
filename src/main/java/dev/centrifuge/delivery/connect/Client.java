package dev.centrifuge.delivery.connect;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.concurrent.TimeUnit;

/** The HTTP client of an event loop, used for its connections only: pooling is {@link Connections}' part. */
public final class Client {

    /** The longest that TCP, and after it TLS, may take to connect; a shorter time-out of a destination comes first. */
    private static final int CONNECT_MILLIS = 5_000;

    /** The largest head of an answer, and what of it one line may be. */
    private static final int HEAD_BYTES = 16 * 1024;

    private Client() {}

    public static HttpClientAgent create(Vertx vertx, ClientSSLOptions tls) {
        HttpClientOptions options = new HttpClientOptions()
                .setVerifyHost(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeout(CONNECT_MILLIS)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setKeepAlive(true)
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(HEAD_BYTES)
                .setInitialSettings(new Http2Settings().setPushEnabled(false).setMaxHeaderListSize(HEAD_BYTES))
                .setTracingPolicy(TracingPolicy.IGNORE);
        // No timer of the client's pool, which stays empty.
        PoolOptions noPool = new PoolOptions().setCleanerPeriod(0).setMaxWaitQueueSize(0);
        return vertx.httpClientBuilder().with(options).with(noPool).with(tls).build();
    }
}

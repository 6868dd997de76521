package dev.centrifuge.delivery.connect;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.tracing.TracingPolicy;

/** An HTTP client of an event loop, used for its connections only: pooling is somebody else's part. */
final class Client {

    /** The largest head of an answer, and what of it one line may be. */
    private static final int HEAD_BYTES = 16 * 1024;

    private Client() {}

    /**
     * @param tls for connections that bring no options of their own
     * @param connectMillis the longest that TCP may take
     */
    static HttpClientAgent create(Vertx vertx, ClientSSLOptions tls, long connectMillis) {
        HttpClientOptions options = new HttpClientOptions()
                .setVerifyHost(true)
                .setConnectTimeout((int) connectMillis)
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

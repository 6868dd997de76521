package dev.centrifuge.delivery.answer;

import dev.centrifuge.delivery.address.ForbiddenAddressException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.proxy.ProxyConnectException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The words for why there was no whole answer: a small fixed set, for metrics and dead letters. */
public final class Causes {

    /** Not over within the destination's timeout, in whatever phase. */
    public static final String TIMEOUT = "timeout";

    /** No TCP connection. */
    public static final String CONNECT = "connect";

    /** The other side ended the connection, or the stream, before its answer was whole. */
    public static final String RESET = "reset";

    /** The name has no address, or the DNS no answer. */
    public static final String DNS = "dns";

    /** No agreement on TLS, or no trust. */
    public static final String TLS = "tls";

    /** Every address is one that the guard refuses. */
    public static final String FORBIDDEN_ADDRESS = "forbidden_address";

    /** The proxy made no connection to the destination. */
    public static final String PROXY = "proxy";

    /** There is no access token to send. */
    public static final String TOKEN = "token";

    /** What came back is not HTTP, or breaks our limits on headers. */
    public static final String PROTOCOL = "protocol";

    /** More attempts at once than the destination's concurrency: a mistake of the caller. */
    public static final String BUSY = "busy";

    /** The delivery was closed. */
    public static final String CLOSED = "closed";

    /** A bug of ours. */
    public static final String INTERNAL = "internal";

    private Causes() {}

    /** @param sending whether the request was under way, or the connection still being made */
    public static String of(Throwable failure, boolean sending) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String cause = known(t);
            if (cause != null) {
                return cause;
            }
        }
        if (failure instanceof IOException || failure instanceof VertxException) {
            return sending ? RESET : CONNECT;
        }
        // Netty's decoders throw plain IllegalArgumentExceptions among others at what they do not understand.
        return sending ? PROTOCOL : INTERNAL;
    }

    private static @Nullable String known(Throwable t) {
        if (t instanceof ForbiddenAddressException) {
            return FORBIDDEN_ADDRESS;
        } else if (t instanceof UnknownHostException) {
            return DNS;
        } else if (t instanceof SSLException) {
            return TLS;
        } else if (t instanceof ProxyConnectException) {
            return PROXY;
        } else if (t instanceof ConnectException || t instanceof NoRouteToHostException) {
            return CONNECT;
        } else if (t instanceof HttpClosedException
                || t instanceof StreamResetException
                || t instanceof PrematureChannelClosureException) {
            return RESET;
        }
        return t instanceof CodecException || t instanceof Http2Exception ? PROTOCOL : null;
    }
}

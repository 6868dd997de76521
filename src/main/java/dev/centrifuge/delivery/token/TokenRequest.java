package dev.centrifuge.delivery.token;

import dev.centrifuge.delivery.answer.Causes;
import dev.centrifuge.delivery.answer.RetryAfter;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/** One request for a token, on a connection of its own, which closes with it. Belongs to one event loop. */
final class TokenRequest {

    /** More than any token needs; a longer answer is a failure. */
    private static final int MOST_BODY = 64 * 1024;

    private final Vertx vertx;
    private final Ticker ticker;
    private final Promise<Grant> promise = Promise.promise();
    private final Buffer read = Buffer.buffer();
    private final long timer;
    private @Nullable HttpClientConnection connection;
    private boolean over;

    TokenRequest(Vertx vertx, Ticker ticker, long timeoutMillis) {
        this.vertx = vertx;
        this.ticker = ticker;
        this.timer = vertx.setTimer(timeoutMillis, id -> end("the token endpoint did not answer in time"));
    }

    Future<Grant> future() {
        return promise.future();
    }

    void send(Future<HttpClientConnection> connecting, RequestOptions options, Buffer body) {
        connecting.onComplete(made -> connected(made, options, body), e -> failed(e, false));
    }

    private void connected(HttpClientConnection made, RequestOptions options, Buffer body) {
        made.exceptionHandler(e -> failed(e, true));
        if (over) {
            made.close();
            return;
        }
        connection = made;
        made.request(options)
                .compose(request -> answer(request, body))
                .onComplete(this::answered, e -> failed(e, true));
    }

    private static Future<HttpClientResponse> answer(HttpClientRequest request, Buffer body) {
        return request.send(body);
    }

    private void answered(HttpClientResponse response) {
        response.handler(this::read).exceptionHandler(e -> failed(e, true)).endHandler(v -> whole(response));
    }

    private void read(Buffer chunk) {
        if (read.length() + chunk.length() > MOST_BODY) {
            end("the token endpoint answered with more than " + MOST_BODY + " bytes");
        } else {
            read.appendBuffer(chunk);
        }
    }

    private void whole(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            String retryAfter = response.getHeader(HttpHeaders.RETRY_AFTER);
            long wait = RetryAfter.millis(retryAfter, ticker.millis());
            String status = "the token endpoint answered " + response.statusCode() + Grant.error(read);
            end(new TokenFailure(status, wait));
            return;
        }
        try {
            Grant grant = Grant.parse(read);
            if (finish()) {
                promise.complete(grant);
            }
        } catch (TokenFailure e) {
            end(e);
        }
    }

    private void failed(Throwable failure, boolean sending) {
        end("no answer of the token endpoint: " + Causes.of(failure, sending));
    }

    private void end(String message) {
        end(new TokenFailure(message));
    }

    private void end(TokenFailure failure) {
        if (finish()) {
            promise.fail(failure);
        }
    }

    /** True the first time. */
    private boolean finish() {
        if (over) {
            return false;
        }
        over = true;
        vertx.cancelTimer(timer);
        if (connection != null) {
            connection.close();
        }
        return true;
    }
}

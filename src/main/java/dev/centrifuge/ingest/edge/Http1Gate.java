package dev.centrifuge.ingest.edge;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpHeaders;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is on an HTTP/1 connection, and how it ends. Requests are counted as they are handed on, answers as they
 * are written; so it is known which request an answer belongs to, and an answer of the edge's own goes out in its turn,
 * never between or before those of earlier requests.
 *
 * <pre>
 *   OPEN ──▶ CLOSING  the answer under way is the last: it says so
 *     │         │
 *     ╰─────────┴──▶ ENDED  the last byte is written: what the handler still has to say is dropped, what the client
 *                           sends is thrown away, until it closes, or lingered long enough. To close at once would make
 *                           the kernel send a reset for what is unread, and that destroys the answer on its way.
 * </pre>
 *
 * <p>Belongs to its connection's event loop.
 */
final class Http1Gate extends ChannelDuplexHandler implements EdgeLoop.Watched {

    private enum Phase {
        OPEN,
        CLOSING,
        ENDED
    }

    /** Vert.x's own constant, whose identity its headers compare first. */
    private static final CharSequence CONNECTION = HttpHeaders.CONNECTION;

    private final EdgeLoop loop;
    private final Http1Decoder decoder;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ChannelHandlerContext decoderContext;

    private Phase phase = Phase.OPEN;
    private int awaited;
    private boolean answering;
    private boolean expecting;
    private boolean held;
    private boolean draining;
    private boolean served;

    private @Nullable Refusal refusal;
    private int before;

    private long quietSince;
    private long lookedAt;
    private long writableAt;

    Http1Gate(EdgeLoop loop) {
        this.loop = loop;
        this.decoder = new Http1Decoder(loop, this);
        this.quietSince = loop.now();
        this.lookedAt = loop.now();
        this.writableAt = loop.now();
    }

    Http1Decoder decoder() {
        return decoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        decoderContext = ctx.pipeline().context(decoder);
        loop.watch(this);
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return ctx;
    }

    // What the decoder says.

    /** Whether another request may be read. If not, the decoder is resumed when it may. */
    boolean admits() {
        held = awaited >= loop.limits().maxPipelined();
        return !held && context().channel().isActive();
    }

    /** A request is about to be handed on. */
    void asked(boolean last, boolean expectsContinue) {
        awaited++;
        served = true;
        expecting = expectsContinue;
        if (last && phase == Phase.OPEN) {
            phase = Phase.CLOSING;
        }
    }

    /** The request that is being read, or what pretends to be the next one, is refused; nothing after it is read. */
    void refuse(Refusal why) {
        if (refusal != null || phase == Phase.ENDED) {
            return;
        }
        refusal = why;
        // Without the one whose body is at fault; -1 where that one has been answered already.
        before = decoder.inBody() ? awaited - 1 : awaited;
        decoder.deafen();
        loop.listener().refused(why);
        if (before <= 0) {
            answerRefusal(why);
        }
    }

    // What the handler says.

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (phase == Phase.ENDED) {
            ReferenceCountUtil.release(msg);
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        boolean answer = true;
        if (msg instanceof HttpResponse response) {
            answer = response.status().code() >= 200;
            if (answer) {
                answering = true;
                announceEnd(response);
            } else {
                expecting = false;
            }
        }
        ctx.write(msg, promise);
        if (answer && msg instanceof LastHttpContent) {
            answered();
        }
    }

    /** Decides whether the connection survives this answer, and says so in it. */
    private void announceEnd(HttpResponse response) {
        if (awaited > 1 || refusal != null) {
            return;
        }
        boolean unread = decoder.inBody() && (expecting || !decoder.skipBody());
        if (unread || draining || response.headers().contains(CONNECTION, HttpHeaderValues.CLOSE, true)) {
            phase = Phase.CLOSING;
        }
        if (phase == Phase.CLOSING) {
            response.headers().set(CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private void answered() {
        awaited--;
        answering = false;
        quietSince = loop.now();
        if (refusal != null && --before == 0) {
            answerRefusal(refusal);
        } else if (awaited == 0 && phase == Phase.CLOSING) {
            end();
        }
        if (held && awaited <= loop.limits().maxPipelined() / 2) {
            held = false;
            context().executor().execute(this::resume);
        }
    }

    private void resume() {
        ChannelHandlerContext ctx = decoderContext;
        if (ctx == null || ctx.isRemoved()) {
            return;
        }
        try {
            decoder.resume(ctx);
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
    }

    // How it ends.

    private void answerRefusal(Refusal why) {
        if (why.status() == 0 || answering || before < 0) {
            phase = Phase.ENDED;
            context().close();
            return;
        }
        context().write(Problem.answer(why));
        end();
    }

    private void end() {
        boolean unread = refusal != null || decoder.inBody();
        phase = Phase.ENDED;
        decoder.deafen();
        ChannelHandlerContext ctx = context();
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) flushed -> {
            if (unread && flushed.isSuccess()) {
                linger(ctx);
            } else {
                ctx.close();
            }
        });
    }

    /** Says that nothing more will come, and gives the client time to read what did. */
    private void linger(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (ctx.channel() instanceof DuplexChannel channel) {
            channel.shutdownOutput();
        }
        ctx.channel().config().setAutoRead(true);
        ctx.executor().schedule(() -> ctx.close(), loop.limits().linger().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Vert.x closes at once after a last answer; the gate does it better. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (phase == Phase.ENDED && ctx.channel().isActive()) {
            ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
        } else {
            ctx.close(promise);
        }
    }

    /** A graceful stop: idle connections close now, the others after the answers that are due. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!VertxHook.gracefulStop(event)) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        draining = true;
        if (awaited == 0 && !decoder.receiving() && phase != Phase.ENDED) {
            ctx.close();
        }
    }

    // What the clock says.

    @Override
    public boolean check(long now) {
        ChannelHandlerContext ctx = context();
        if (!ctx.channel().isActive()) {
            return false;
        }
        if (decoder.receiving()) {
            hurry(ctx, now);
        } else if (awaited == 0 && phase == Phase.OPEN) {
            Duration patience =
                    served ? loop.limits().idleTimeout() : loop.limits().requestTimeout();
            if (loop.over(patience, now - quietSince)) {
                ctx.close();
            }
        }
        checkUnread(ctx, now);
        lookedAt = now;
        return true;
    }

    private void hurry(ChannelHandlerContext ctx, long now) {
        if (!ctx.channel().config().isAutoRead()) {
            decoder.excuse(now - lookedAt);
        } else if (loop.tooSlow(now - decoder.since(), decoder.received())) {
            refuse(decoder.inBody() ? Refusal.SLOW_BODY : Refusal.SLOW_HEAD);
        }
    }

    private void checkUnread(ChannelHandlerContext ctx, long now) {
        if (ctx.channel().isWritable()) {
            writableAt = now;
        } else if (phase != Phase.ENDED && loop.over(loop.limits().requestTimeout(), now - writableAt)) {
            phase = Phase.ENDED;
            decoder.deafen();
            loop.listener().refused(Refusal.UNREAD_ANSWERS);
            ctx.close();
        }
    }
}

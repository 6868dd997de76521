package dev.centrifuge.tools.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** One keep-alive connection with at most one request on its way. Belongs to the run's event loop. */
final class LoadConnection extends ChannelInboundHandlerAdapter {
    private static final long IDLE = -1;

    private final LoadRun run;
    private final ChannelHandlerContext channel;
    private final Payload payload;
    private final ByteBuf own;
    private final ResponseScanner scanner = new ResponseScanner(this::answered);
    private long request = IDLE;
    private long since;
    private long sentAt;
    private boolean gone;

    /** @param channel of the handler at the end of the pipeline: this one goes before it and takes all bytes away */
    LoadConnection(LoadRun run, ChannelHandlerContext channel, Payload payload) {
        this.run = run;
        this.channel = channel;
        this.payload = payload;
        this.own = payload.open(channel.alloc());
        channel.pipeline().addBefore(channel.name(), "load", this);
    }

    /** @param from when its latency counts from */
    void send(long number, long from, long now) {
        request = number;
        since = from;
        sentAt = now;
        channel.writeAndFlush(payload.next(own, number), channel.voidPromise());
    }

    boolean idle() {
        return request == IDLE && !gone;
    }

    /** Whether it has waited for an answer for longer than {@code nanos}. */
    boolean overdue(long now, long nanos) {
        return request != IDLE && now - sentAt > nanos;
    }

    /** From when the latency of its last request counts. */
    long since() {
        return since;
    }

    void close() {
        channel.close();
    }

    /** Closes it; the number of the request that will not be answered any more, or -1. */
    long abandon() {
        long broken = request;
        request = IDLE;
        close();
        return broken;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (!scanner.feed(bytes)) {
                close();
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        gone = true;
        own.release();
        long broken = request;
        request = IDLE;
        run.lost(this, broken);
        super.channelInactive(context);
    }

    @Override
    @SuppressWarnings("deprecation") // Deprecated in its superclass's interface only; the inbound one is current.
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void answered(int status, boolean closes) {
        if (request == IDLE) {
            close();
            return;
        }
        long done = request;
        request = IDLE;
        if (closes) {
            gone = true;
            close();
        }
        run.answered(this, done, since, status);
    }
}

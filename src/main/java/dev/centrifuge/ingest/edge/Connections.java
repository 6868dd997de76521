package dev.centrifuge.ingest.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the connections of a server under their cap. Used by all its event loops.
 *
 * <p>Vert.x tells of a connection when it can speak HTTP, which with TLS is after the handshake: a flood of handshakes
 * that never end would not be counted. So the first connection, through which the listening channel can be reached, puts
 * a handler on it, and from then on connections are counted as they are accepted. (Until then a handshake's own time-out
 * bounds them.)
 */
final class Connections {

    private static final AttributeKey<Boolean> COUNTED = AttributeKey.valueOf("dev.centrifuge.counted");

    private final int most;
    private final EdgeListener listener;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean guarded = new AtomicBoolean();

    Connections(int most, EdgeListener listener) {
        this.most = most;
        this.listener = listener;
    }

    /** Whether the connection, which has come far enough to speak HTTP, may stay; if not, it is being closed. */
    boolean admit(Channel channel) {
        if (channel.parent() != null && guarded.compareAndSet(false, true)) {
            channel.parent().pipeline().addFirst(new Accepted());
        }
        if (channel.hasAttr(COUNTED) || count(channel)) {
            return true;
        }
        channel.close();
        return false;
    }

    /** Counts the connection until it closes: false where that would be one too many. */
    private boolean count(Channel channel) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            listener.refused(Refusal.TOO_MANY_CONNECTIONS);
            return false;
        }
        channel.attr(COUNTED).set(true);
        listener.opened();
        channel.closeFuture().addListener(closed -> {
            open.decrementAndGet();
            listener.closed();
        });
        return true;
    }

    /** Stands on the listening channel, before the handler that gives what was accepted to an event loop. */
    private final class Accepted extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            if (accepted instanceof Channel channel && !count(channel)) {
                channel.unsafe().closeForcibly();
            } else {
                ctx.fireChannelRead(accepted);
            }
        }
    }
}

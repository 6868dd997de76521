package dev.centrifuge.ingest.edge;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections of a server under their cap. Used by all its event loops. */
final class Connections {

    private final int most;
    private final EdgeListener listener;
    private final AtomicInteger open = new AtomicInteger();

    Connections(int most, EdgeListener listener) {
        this.most = most;
        this.listener = listener;
    }

    /** Counts the connection until it closes, or closes it now: false if so. */
    boolean admit(Channel channel) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            listener.refused(Refusal.TOO_MANY_CONNECTIONS);
            channel.close();
            return false;
        }
        listener.opened();
        channel.closeFuture().addListener(closed -> {
            open.decrementAndGet();
            listener.closed();
        });
        return true;
    }
}

package dev.centrifuge.kafka.write;

import dev.centrifuge.time.Ticker;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The way to one topic: its writer thread, whether the topic takes anything, and each event loop's appends on their way there.
 *
 * <p>{@code events} and {@code dead} have one each, with a producer of its own: {@code send} blocks for the metadata of a topic that
 * is missing, and a topic that is missing must hold up what goes there, and nothing else.
 *
 * <p>{@link #lane} and {@link #health} on any thread; {@link #check} belongs to the probe's event loop; {@link #end} to a worker.
 */
final class TopicWay {
    final LogHealth health;
    final Sender sender;

    private final Ticker ticker;
    private final Lane.Settler settler;
    private final long timeout;
    private final Supplier<Future<Boolean>> probe;
    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();

    // Accessed only by the probe's event loop.
    private boolean probing;

    /**
     * @param timeout within which an append must be acknowledged, in nanoseconds
     * @param probe asks the brokers whether an append could succeed
     */
    TopicWay(Sender sender, Ticker ticker, Lane.Settler settler, long timeout, Supplier<Future<Boolean>> probe) {
        this.sender = sender;
        this.ticker = ticker;
        this.settler = settler;
        this.timeout = timeout;
        this.probe = probe;
        this.health = new LogHealth(timeout / 2, ticker.nanos());
    }

    Lane lane(EventLoop loop) {
        return lanes.computeIfAbsent(loop, each -> new Lane(each, ticker, health, sender, settler, timeout));
    }

    /** Whether Kafka keeps up with what waits of this loop. */
    boolean hasRoom(EventLoop loop) {
        Lane lane = lanes.get(loop);
        return lane == null || lane.hasRoom();
    }

    /** Looks for a way back while there is none. */
    void check() {
        if (!health.up() && !probing) {
            probing = true;
            probe.get().onComplete(found -> {
                probing = false;
                if (found.succeeded() && found.result()) {
                    health.probed(ticker.nanos());
                }
            });
        }
    }

    /** Begins to end: what was entered is sent, and its acknowledgement waited for, at most {@code patience}. Blocks for a moment. */
    void end(Duration patience) throws InterruptedException {
        for (Lane lane : lanes.values()) {
            lane.awaitHandOver(patience);
        }
        sender.end(patience);
    }
}

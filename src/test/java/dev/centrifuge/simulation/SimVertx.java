package dev.centrifuge.simulation;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Event loops in virtual time: messages to a loop arrive in order, each after a while; timers go off late. Vert.x'
 * interfaces are large, and dispatch uses four methods of them: the others throw.
 */
final class SimVertx {
    private static final long MILLI = 1_000_000;

    private final SimProcess process;
    private final VirtualClock clock;
    private final Random random;
    private final long latestNanos;
    private final Set<Long> timers = new HashSet<>();
    private long nextTimer;

    /** @param latestNanos the longest that a message takes, and a timer is late */
    SimVertx(SimProcess process, VirtualClock clock, Random random, long latestNanos) {
        this.latestNanos = latestNanos;
        this.process = process;
        this.clock = clock;
        this.random = random;
    }

    Context loop() {
        long[] lastArrival = {0};
        return proxy(Context.class, (self, method, arguments) -> {
            if (!method.getName().equals("runOnContext")) {
                throw new UnsupportedOperationException(method.toString());
            }
            Handler<Void> handler = handler(arguments[0]);
            lastArrival[0] = Math.max(lastArrival[0], clock.nanos() + random.nextLong(latestNanos));
            process.at(lastArrival[0], () -> handler.handle(null));
            return null;
        });
    }

    Vertx vertx() {
        return proxy(Vertx.class, (self, method, arguments) -> switch (method.getName()) {
            case "setPeriodic" -> periodic((Long) arguments[0] * MILLI, handler(arguments[1]));
            case "setTimer" -> timer((Long) arguments[0] * MILLI, handler(arguments[1]));
            case "cancelTimer" -> timers.remove((Long) arguments[0]);
            default -> throw new UnsupportedOperationException(method.toString());
        });
    }

    private long timer(long nanos, Handler<Long> handler) {
        long id = nextTimer++;
        timers.add(id);
        process.after(nanos + random.nextLong(latestNanos), () -> {
            if (timers.remove(id)) {
                handler.handle(id);
            }
        });
        return id;
    }

    private long periodic(long nanos, Handler<Long> handler) {
        long id = nextTimer++;
        timers.add(id);
        again(id, nanos, handler);
        return id;
    }

    private void again(long id, long nanos, Handler<Long> handler) {
        process.after(nanos, () -> {
            if (timers.contains(id)) {
                handler.handle(id);
                again(id, nanos, handler);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> Handler<T> handler(Object argument) {
        return (Handler<T>) argument;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}

package dev.centrifuge.delivery;

import dev.centrifuge.config.DestinationConfig;
import dev.centrifuge.config.outbound.ProxyConfig;
import dev.centrifuge.delivery.address.OwnListeners;
import dev.centrifuge.delivery.address.Resolver;
import dev.centrifuge.event.Event;
import dev.centrifuge.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Deliveries on an event loop of their own, driven from the thread of a test. */
final class Bench implements AutoCloseable {

    final Vertx vertx = Vertx.vertx();
    final Context loop = vertx.getOrCreateContext();
    private final Deliveries deliveries;

    Bench() {
        this(null, new ClientSSLOptions());
    }

    Bench(Resolver resolver) {
        this(resolver, new ClientSSLOptions());
    }

    Bench(ClientSSLOptions tls) {
        this(null, tls);
    }

    Bench(Resolver resolver, ClientSSLOptions tls) {
        this(resolver, tls, null);
    }

    Bench(Resolver resolver, ClientSSLOptions tls, @Nullable ProxyConfig proxy) {
        deliveries = onLoop(() -> new Deliveries(
                vertx,
                "1.0",
                Ticker.system(),
                new SplittableRandom(1),
                OwnListeners.none(),
                proxy,
                resolver == null ? Resolver.of(vertx) : resolver,
                tls));
    }

    Delivery open(DestinationConfig config) {
        return onLoop(() -> deliveries.open(config));
    }

    Outcome send(DestinationConfig config) {
        return send(open(config), Samples.event("m-1"));
    }

    Outcome send(Delivery delivery, Event event) {
        return await(start(delivery, event));
    }

    Future<Outcome> start(Delivery delivery, Event event) {
        Promise<Outcome> promise = Promise.promise();
        loop.runOnContext(v -> delivery.send(new Attempt(event, 1)).onComplete(promise));
        return promise.future();
    }

    /** What a destination was heard to do: an attempt that this process was too busy to hear says so, and is made again. */
    static Outcome heard(Supplier<Outcome> attempt) {
        Outcome outcome = attempt.get();
        for (int again = 0; again < 20 && outcome.answer().cause().equals(Answer.UNHEARD); again++) {
            outcome = attempt.get();
        }
        return outcome;
    }

    /** Sends these in one request. */
    Outcome send(Delivery delivery, List<Event> events) {
        Promise<Outcome> promise = Promise.promise();
        loop.runOnContext(v -> delivery.send(new Attempt(events, 1)).onComplete(promise));
        return await(promise.future());
    }

    /** Sends so many at once. */
    List<Outcome> burst(Delivery delivery, int count) {
        List<Future<Outcome>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(start(delivery, Samples.event("m-" + i)));
        }
        return sent.stream().map(Bench::await).toList();
    }

    void closeDeliveries() {
        await(onLoop(deliveries::close));
    }

    <T> T onLoop(Callable<T> action) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(v -> {
            try {
                promise.complete(action.call());
            } catch (Exception e) {
                promise.fail(e);
            }
        });
        return await(promise.future());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("no outcome within 60 s", e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}

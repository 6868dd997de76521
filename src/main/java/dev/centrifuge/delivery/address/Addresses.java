package dev.centrifuge.delivery.address;

import dev.centrifuge.time.Ticker;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Resolves hosts to the addresses that may be connected to: each address is checked, and what is checked is what the
 * caller connects to, so a name that changes its mind in between (DNS rebinding) gains nothing.
 *
 * <p>Belongs to one event loop. Answers are kept for 10 s, failures for 1 s: connections are made in bursts (a pool
 * that fills, a destination that restarts), and a burst must not be a burst of DNS queries. The resolver below keeps
 * to the records' own TTL; this only adds up to 10 s to it. At most one query a name is under way.
 */
public final class Addresses {

    private static final long KEEP = Duration.ofSeconds(10).toNanos();
    private static final long KEEP_FAILURE = Duration.ofSeconds(1).toNanos();

    private final Resolver resolver;
    private final OwnListeners own;
    private final Ticker ticker;
    private final Map<String, Entry> entries = new HashMap<>();
    private int turn;

    public Addresses(Resolver resolver, OwnListeners own, Ticker ticker) {
        this.resolver = resolver;
        this.own = own;
        this.ticker = ticker;
    }

    /**
     * The addresses of a host to try, in this order: each call starts one further on, so that connections spread over
     * them.
     *
     * @param guarded whether only public addresses may be used; false for {@code privateNetwork}
     * @return never empty; fails with {@link ForbiddenAddressException}, or as the resolver does
     */
    public Future<List<InetAddress>> of(Host host, int port, boolean guarded) {
        Future<List<InetAddress>> all = host instanceof Host.Literal literal
                ? Future.succeededFuture(List.of(literal.address()))
                : lookUp(host.text());
        return all.compose(found -> {
            List<InetAddress> usable = guarded ? allowed(found, port) : new ArrayList<>(found);
            if (usable.isEmpty()) {
                return Future.failedFuture(new ForbiddenAddressException("no address of the host may be connected to: "
                        + "none is public, and the destination does not say privateNetwork"));
            }
            Collections.rotate(usable, -Math.floorMod(turn++, usable.size()));
            return Future.succeededFuture(usable);
        });
    }

    /** Forgets what is out of date. Call it now and then: a name that is not asked for again stays otherwise. */
    public void expire() {
        long now = ticker.nanos();
        entries.values().removeIf(entry -> entry.isStale(now));
    }

    private List<InetAddress> allowed(List<InetAddress> found, int port) {
        List<InetAddress> allowed = new ArrayList<>(found.size());
        for (InetAddress address : found) {
            if (AddressPolicy.isPublic(address) && !own.contains(address, port)) {
                allowed.add(address);
            }
        }
        return allowed;
    }

    private Future<List<InetAddress>> lookUp(String name) {
        long now = ticker.nanos();
        Entry entry = entries.get(name);
        if (entry == null || entry.isStale(now)) {
            entry = new Entry(resolver.resolve(name), ticker);
            entries.put(name, entry);
        }
        return entry.answer;
    }

    private static final class Entry {

        final Future<List<InetAddress>> answer;
        private long until;

        Entry(Future<List<InetAddress>> answer, Ticker ticker) {
            this.answer = answer;
            answer.onComplete(result -> until = ticker.nanos() + (result.succeeded() ? KEEP : KEEP_FAILURE));
        }

        boolean isStale(long now) {
            return answer.isComplete() && now - until >= 0;
        }
    }
}

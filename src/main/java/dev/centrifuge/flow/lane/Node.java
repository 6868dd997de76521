package dev.centrifuge.flow.lane;

import dev.centrifuge.event.Envelope;
import dev.centrifuge.event.Event;
import dev.centrifuge.flow.Budget;
import dev.centrifuge.flow.Charge;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.Origin;
import dev.centrifuge.flow.Share;
import dev.centrifuge.flow.Trail;
import dev.centrifuge.flow.dedupe.SeenIds;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the lanes of a node share: memory, how destinations stand, copies that wait, the time. Belongs to the log thread. */
final class Node {
    /** The destination that holds a poison record open until it is among the dead letters; no configuration can name it. */
    static final String NOBODY = "";

    private static final byte[] NOTHING = new byte[0];

    /** What part of the memory those may hold that cannot be written. */
    private static final int REFUSED_PART = 8;

    final Budget budget;
    final LegRouter router;
    final SeenIds seen;
    final Copies copies;
    private final Map<String, Account> accounts = new HashMap<>();

    /** Monotonic nanoseconds, and milliseconds since the epoch, of this step. */
    long nanos;

    long millis;

    /** Records that sweeps have read, and legs that they handed over or ended. */
    long scanned;

    long used;

    private int removed;

    Node(Budget budget, LegRouter router, SeenIds seen) {
        this.budget = budget;
        this.router = router;
        this.seen = seen;
        this.copies = new Copies(budget.limit() / REFUSED_PART);
    }

    Account account(String destination) {
        Account account = accounts.get(destination);
        if (account == null) {
            account = new Account(destination, budget.share(destination), copies.refused());
            accounts.put(destination, account);
        }
        return account;
    }

    /** How a destination stands; nothing comes to be by asking. */
    Readiness stands(String destination) {
        Account known = accounts.get(destination);
        return known == null ? Readiness.READY : known.stands();
    }

    /** A destination stands differently from now on. */
    void stands(String destination, Readiness readiness, int round) {
        Account account = account(destination);
        removed += readiness == Readiness.REMOVED ? 1 : 0;
        removed -= account.readiness == Readiness.REMOVED ? 1 : 0;
        account.readiness = readiness;
        account.round = Math.max(account.round, round);
        account.probing = false;
    }

    /**
     * What is left of a destination that nobody configures could only be told by its configuration: nothing reads past it
     * before that is back, or the destination counts as removed.
     */
    void meet(String destination) {
        Account account = account(destination);
        if (account.ready() && !destination.equals(NOBODY) && !router.meet(destination)) {
            stands(destination, Readiness.CLOSED, account.round);
        }
    }

    /** The destination has closed: nothing is handed over to it before all that is under way has come to its loop. */
    void fence(String destination) {
        Account account = account(destination);
        if (account.fence == null) {
            Leg fence = Leg.fence(destination);
            account.fence = fence;
            router.deliver(fence);
        }
    }

    /** A fence is back. */
    void passed(Leg fence) {
        Account account = account(fence.destination());
        account.fence = account.fence == fence ? null : account.fence;
    }

    /** Whether some destination is {@link Readiness#REMOVED}. */
    boolean someRemoved() {
        return removed > 0;
    }

    /**
     * Whether the leg that an event would have is to be. Where its destination's filter fails, it ends among the dead letters:
     * then it is not, either.
     */
    boolean admits(Pairs.Pair pair, long offset, Event event, Charge charge) {
        Lane lane = pair.lane;
        Screened screened = router.screen(event, pair.destination);
        String fault = screened.fault();
        if (fault != null && lane.progress.take(offset, pair.destination)) {
            Trail trail = Trail.NONE.unsent(millis, screened.reason(), fault);
            kill(lane.origin(offset), event, pair, charge, trail, screened.reason());
        }
        if (fault == null && !screened.wanted()) {
            pair.tally().filter();
        }
        return screened.wanted();
    }

    /** A leg goes to its destination; it was taken from the lane's progress before. */
    void hand(Pairs.Pair pair, Origin origin, Event event, Charge charge, Trail trail) {
        Leg leg = new Leg(origin, event, pair.destination, charge, trail, pair.account.round, pair);
        budget.charge(leg, pair.account.share, nanos);
        pair.lane.inMemory++;
        router.deliver(leg);
    }

    /** A leg ends among the dead letters without having been handed over. */
    void kill(Origin origin, Event event, Pairs.Pair pair, Charge charge, Trail trail, String reason) {
        Leg leg = new Leg(origin, event, pair.destination, charge, trail, pair.account.round, pair);
        bury(leg, pair.account, new Copy.Dead(reason, millis, null));
    }

    /** A letter that stands for a stretch of the log. */
    void kill(Origin origin, Event event, String destination, Trail trail, String reason, Copy.Range range) {
        Account account = account(destination);
        Charge charge = new Charge(event.weight(), true);
        Leg leg = new Leg(origin, event, destination, charge, trail, account.round);
        bury(leg, account, new Copy.Dead(reason, millis, range));
    }

    private void bury(Leg leg, Account account, Copy.Dead to) {
        budget.charge(leg, account.share, nanos);
        copies.add(new Copy(leg, to));
    }

    /**
     * The letter of a stretch cannot be written: the cursor that it ended begins there again, and tells of the same when it can.
     */
    void unbury(Copy copy, @Nullable Lane owner) {
        if (owner != null && copy.to() instanceof Copy.Dead dead && dead.range() != null) {
            String destination = copy.leg().destination();
            owner.tallies.unletter(destination, dead.range().legs());
            owner.unread(
                    Scope.destination(destination),
                    dead.range().from(),
                    copy.leg().event().envelope().liveSince());
        }
    }

    /**
     * A record that no gateway wrote, or whose headers are broken: it goes to the dead letters as it is. While these are refused
     * only its place is kept, since there is no destination whose cursor it could be left to.
     */
    void poison(Lane lane, Entry entry) {
        if (lane.progress.take(entry.offset(), NOBODY)) {
            Envelope envelope = new Envelope(NOBODY, "", "poison", entry.appendedAt(), null, null);
            byte[] value = entry.rawValue();
            boolean inEvents = lane.delay() == null;
            boolean bare = inEvents && value.length > 0 && copies.refusesLetter(lane.partition());
            Event event = bare ? new Event(envelope, NOTHING, NOTHING) : new Event(envelope, entry.rawKey(), value);
            Trail trail = new Trail(0, 0, 0, 0, "", "", inEvents ? entry.offset() : -1);
            Account account = account(NOBODY);
            Charge charge = new Charge(event.weight());
            Leg leg = new Leg(lane.origin(entry.offset()), event, NOBODY, charge, trail, account.round);
            bury(leg, account, new Copy.Dead("poison", millis, null, bare ? value.length : 0));
        }
    }

    /** What the scope's legs hold of memory, in bytes; a user's scope counts as its pair. */
    private static long held(Scope scope, Share share) {
        return scope.source() == null ? share.bytes() : share.bytes(scope.source());
    }

    /** Whether a sweep should read for a scope. */
    boolean wants(Cursor cursor) {
        Scope scope = cursor.scope;
        Account account = account(scope.destination());
        long share = budget.catchUpShare(account.share, nanos);
        long held = held(scope, account.share);
        if (held >= share || (cursor.full && 4 * held >= share)) {
            return false;
        }
        return switch (account.stands()) {
            case READY -> !account.blocks(scope) || expiryDue(cursor);
            case PROBE -> (!account.probing && !account.blocks(scope)) || expiryDue(cursor);
            case CLOSED -> expiryDue(cursor);
            case REMOVED -> true;
        };
    }

    /** Not while there is no more room for letters that cannot be written. */
    private boolean expiryDue(Cursor cursor) {
        if (copies.refused().held().full()) {
            return false;
        }
        long ttl = router.ttlMillis(cursor.scope.destination());
        return cursor.oldestAt < millis - ttl;
    }

    /** Whether a scope that has met the front may be live again: hysteresis, so that it does not flap. */
    boolean mayAttach(Cursor cursor) {
        Share share = account(cursor.scope.destination()).share;
        return budget.mayBeLive(held(cursor.scope, share), share, nanos);
    }

    /** What to do with a leg that a sweep has come to. */
    Treatment treat(Cursor cursor, Account account, Event event) {
        if (held(cursor.scope, account.share) >= budget.catchUpShare(account.share, nanos)) {
            cursor.full = true;
            return Treatment.LEAVE;
        }
        Readiness stands = account.stands();
        if (stands == Readiness.REMOVED) {
            return Treatment.KILL_REMOVED;
        }
        if (stands == Readiness.READY && !account.blocks(cursor.scope)) {
            return Treatment.HAND;
        }
        if (stands == Readiness.PROBE && !account.probing && !account.blocks(cursor.scope)) {
            account.probing = true;
            return Treatment.HAND;
        }
        long ttl = router.ttlMillis(cursor.scope.destination());
        boolean room = !copies.refused().held().full();
        return room && event.envelope().liveSince() < millis - ttl ? Treatment.KILL_EXPIRED : Treatment.LEAVE;
    }

    enum Treatment {
        HAND,
        KILL_EXPIRED,
        KILL_REMOVED,
        LEAVE
    }
}

package dev.centrifuge.flow.lane;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.Leg;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.handover.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What dispatch tells, as the lanes hear it: a leg's end resolves it, at once or by a copy that the next checkpoint commits, or
 * leaves it to its scope, which is detached by that; a destination's trouble detaches what it concerns. Ends of legs whose lane has
 * gone, or whose record is no more, resolve nothing.
 *
 * <p>Belongs to the log thread.
 */
final class Ends implements LegEnds {
    private final Node node;
    private final Partitions partitions;

    Ends(Node node, Partitions partitions) {
        this.node = node;
        this.partitions = partitions;
    }

    @Override
    public void resolved(Leg leg) {
        Lane lane = end(leg);
        if (lane != null && lane.progress.resolve(leg.origin().offset(), leg.destination())) {
            lane.pair(leg).tally().deliver();
        }
        node.release(leg);
    }

    @Override
    public void filtered(Leg leg) {
        Lane lane = end(leg);
        if (lane != null && lane.progress.resolve(leg.origin().offset(), leg.destination())) {
            lane.pair(leg).tally().filter();
        }
        node.release(leg);
    }

    @Override
    public void returned(Leg leg) {
        if (leg.isFence()) {
            node.passed(leg);
            return;
        }
        Lane lane = end(leg);
        node.release(leg);
        if (lane == null) {
            return;
        }
        long offset = leg.origin().offset();
        String destination = leg.destination();
        long receivedAt = leg.event().envelope().liveSince();
        lane.progress.letGo(offset, destination);
        Cursor known = lane.cursors.find(
                destination, leg.event().envelope().source(), leg.event().key());
        Cursor cursor = known == null ? lane.scopes.detach(Scope.destination(destination), receivedAt) : known;
        cursor.rewind(offset);
        cursor.oldestAt = Math.min(cursor.oldestAt, receivedAt);
    }

    @Override
    public void put(Leg leg, Delay delay) {
        copy(leg, new Copy.Delayed(delay));
    }

    @Override
    public void dead(Leg leg, String reason) {
        copy(leg, new Copy.Dead(reason, node.millis, null));
    }

    private void copy(Leg leg, Copy.To to) {
        end(leg);
        if (partitions.owned(leg) == null) {
            node.release(leg);
        } else {
            node.copies.add(new Copy(leg, to));
        }
    }

    private @Nullable Lane end(Leg leg) {
        Account account = node.account(leg);
        if (account.readiness == Readiness.PROBE) {
            account.probing = false;
        }
        Lane lane = partitions.owned(leg);
        if (lane != null) {
            lane.inMemory--;
        }
        return partitions.current(leg);
    }

    @Override
    public void readiness(String destination, Readiness readiness, int round) {
        node.stands(destination, readiness, round);
        if (readiness == Readiness.CLOSED) {
            node.fence(destination);
            partitions.all().forEach(lane -> lane.scopes.disembark(destination));
        }
    }

    @Override
    public void behind(String destination, String source) {
        Scope pair = Scope.pair(destination, source);
        for (Lane lane : partitions.all()) {
            // One that has nothing in memory has nothing in the queue, and its cursor would be gone with the next
            // checkpoint.
            boolean queued = lane.inMemory > 0;
            if (queued && lane.cursors.get(pair) == null && lane.cursors.around(pair) == null) {
                lane.scopes.detach(pair, node.millis);
            }
        }
    }

    @Override
    public void blocked(Leg leg, int round) {
        Account account = node.account(leg.destination());
        account.round = Math.max(account.round, round);
        Lane lane = partitions.owned(leg);
        if (lane != null) {
            Scope scope = scope(leg);
            account.blocked.add(scope);
            // Later legs of the key may be on their way to dispatch: the sweep waits at each until it has come back.
            lane.scopes
                    .detach(scope, leg.event().envelope().liveSince())
                    .rewind(leg.origin().offset() + 1);
        }
    }

    @Override
    public void unblocked(Leg leg) {
        node.account(leg.destination()).blocked.remove(scope(leg));
    }

    private static Scope scope(Leg leg) {
        return Scope.key(
                leg.destination(), leg.event().envelope().source(), leg.event().key());
    }
}

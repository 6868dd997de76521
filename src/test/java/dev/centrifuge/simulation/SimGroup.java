package dev.centrifuge.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group: who owns which partition, by polls, as KIP-848 has it. A partition moves when its owner has given it
 * up, or when the owner was silent for longer than the session lasts; each change of a member's assignment raises its
 * epoch, and a commit with another epoch than the member's is refused.
 */
final class SimGroup {
    static final Duration SESSION = Duration.ofSeconds(10);
    private static final long SESSION_NANOS = SESSION.toNanos();

    private static final class Member {
        final Set<Integer> owned = new TreeSet<>();
        int epoch;
        long contactAt;
    }

    /** @param lost the member was expelled: what it owned it owns no more */
    record Assignment(boolean lost, Set<Integer> revoked, Set<Integer> added, int epoch) {}

    private final VirtualClock clock;
    private final int partitions;
    private final BiConsumer<String, Set<Integer>> expelled;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final List<@Nullable String> owners = new ArrayList<>();
    private int epochs;
    private int rotation;

    /** @param expelled told who was expelled, and what it owned */
    SimGroup(VirtualClock clock, int partitions, BiConsumer<String, Set<Integer>> expelled) {
        this.clock = clock;
        this.partitions = partitions;
        this.expelled = expelled;
        for (int i = 0; i < partitions; i++) {
            owners.add(null);
        }
        watch();
    }

    private void watch() {
        clock.after(SESSION_NANOS / 10, () -> {
            for (String id : List.copyOf(members.keySet())) {
                if (clock.nanos() - members.get(id).contactAt > SESSION_NANOS) {
                    expel(id);
                }
            }
            watch();
        });
    }

    /** Wants every partition elsewhere, from the next polls on. */
    void rotate() {
        rotation++;
    }

    void join(String id) {
        expel(id);
        Member member = new Member();
        member.epoch = ++epochs;
        member.contactAt = clock.nanos();
        members.put(id, member);
    }

    /** It leaves, or is gone. */
    void expel(String id) {
        Member member = members.remove(id);
        if (member != null) {
            member.owned.forEach(partition -> owners.set(partition, null));
            expelled.accept(id, new TreeSet<>(member.owned));
        }
    }

    /** What a member's poll tells it: what to give up and what it got. */
    Assignment poll(String id) {
        Member member = members.get(id);
        if (member == null) {
            join(id);
            return new Assignment(true, Set.of(), Set.of(), 0);
        }
        member.contactAt = clock.nanos();
        Set<Integer> target = target(id);
        Set<Integer> revoked = new TreeSet<>(member.owned);
        revoked.removeAll(target);
        Set<Integer> added = new TreeSet<>();
        for (int partition : target) {
            if (owners.get(partition) == null) {
                owners.set(partition, id);
                member.owned.add(partition);
                added.add(partition);
            }
        }
        if (!added.isEmpty()) {
            member.epoch = ++epochs;
        }
        return new Assignment(false, revoked, added, member.epoch);
    }

    private Set<Integer> target(String id) {
        List<String> ids = List.copyOf(members.keySet());
        int mine = ids.indexOf(id);
        Set<Integer> target = new TreeSet<>();
        for (int partition = 0; partition < partitions; partition++) {
            if ((partition + rotation) % ids.size() == mine) {
                target.add(partition);
            }
        }
        return target;
    }

    /** A member has let go of what it was told to. */
    int released(String id, Set<Integer> partitions) {
        Member member = members.get(id);
        if (member == null) {
            return 0;
        }
        for (int partition : partitions) {
            if (member.owned.remove(partition)) {
                owners.set(partition, null);
            }
        }
        member.epoch = ++epochs;
        return member.epoch;
    }

    /** Whether a commit of that member with that epoch is good. */
    boolean admits(String id, int epoch) {
        Member member = members.get(id);
        return member != null && member.epoch == epoch;
    }

    boolean owns(String id, int partition) {
        return id.equals(owners.get(partition));
    }
}

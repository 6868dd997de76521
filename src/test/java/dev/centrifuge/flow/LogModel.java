package dev.centrifuge.flow;

import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.Readiness;
import dev.centrifuge.flow.outbox.Outbox;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log's side of the agreement with dispatch, for one destination, as simple as can be: what it is told and what it hands
 * over arrives late, in order. It hands over the lowest leg that is open and not held, as far as it knows.
 *
 * <p>Where order is asked, it hands over no leg while an earlier one of its key is held by a round that is over: that one
 * may be on its way back.
 */
public final class LogModel implements LegEnds {
    private static final int KEYS = 40;
    private static final int WINDOW = 400;
    private static final long MILLI = 1_000_000;

    private record Letter(long arrives, Runnable content) {}

    private final Random random;
    private final boolean ordered;
    private final ArrayDeque<Letter> toLog = new ArrayDeque<>();
    private final ArrayDeque<Letter> toOutbox = new ArrayDeque<>();
    public Outbox outbox;
    private long now;

    // As the log knows it.
    private final TreeSet<Integer> unread;
    private final TreeMap<Integer, Leg> held = new TreeMap<>();
    private final TreeMap<Integer, Trail> delayed = new TreeMap<>();
    private final Set<String> blocked = new HashSet<>();
    private final Map<String, Integer> blockedRounds = new HashMap<>();
    private Readiness readiness = Readiness.READY;
    private boolean probeGiven;
    private int round;
    private int closedRound;

    // As it is.
    private final Set<Leg> inOutbox = new HashSet<>();
    private final TreeSet<Integer> open;
    private int saidRound;
    private Readiness said = Readiness.READY;

    public LogModel(int legs, boolean ordered, Random random) {
        this.random = random;
        this.ordered = ordered;
        this.unread = new TreeSet<>(IntStream.range(0, legs).boxed().toList());
        this.open = new TreeSet<>(unread);
    }

    private static String key(int offset) {
        return "u" + (offset * 31 + offset / 7) % KEYS;
    }

    private static int offset(Leg leg) {
        return (int) leg.origin().offset();
    }

    public boolean done() {
        return open.isEmpty();
    }

    public Set<Integer> open() {
        return open;
    }

    public void step(long at) {
        now = at;
        deliver(toLog);
        handOver();
        deliver(toOutbox);
    }

    private void deliver(ArrayDeque<Letter> letters) {
        while (!letters.isEmpty() && letters.peek().arrives <= now) {
            letters.remove().content.run();
        }
    }

    private void post(ArrayDeque<Letter> letters, Runnable content) {
        long earliest = letters.isEmpty() ? now : letters.peekLast().arrives;
        letters.add(new Letter(Math.max(earliest, now + random.nextLong(20 * MILLI)), content));
    }

    private void handOver() {
        int most = readiness == Readiness.READY ? WINDOW : readiness == Readiness.PROBE && !probeGiven ? 1 : 0;
        for (int i = 0; i < most && held.size() < WINDOW; i++) {
            Integer offset = nextOffset();
            if (offset == null) {
                return;
            }
            probeGiven = true;
            unread.remove(offset);
            Leg leg = Legs.keyed("web", key(offset), offset, round);
            Trail trail = delayed.remove(offset);
            leg.trail(trail == null ? Trail.NONE : trail);
            held.put(offset, leg);
            post(toOutbox, () -> {
                inOutbox.add(leg);
                outbox.offer(leg, now);
            });
        }
    }

    private Integer nextOffset() {
        if (!ordered) {
            return unread.isEmpty() ? null : unread.first();
        }
        int looked = 0;
        for (int offset : unread) {
            if (mayGo(offset)) {
                return offset;
            }
            if (++looked > WINDOW) {
                return null;
            }
        }
        return null;
    }

    private boolean mayGo(int offset) {
        String key = key(offset);
        int current = Math.max(closedRound, blockedRounds.getOrDefault(key, 0));
        return !blocked.contains(key)
                && unread.headSet(offset).stream()
                        .noneMatch(earlier -> key(earlier).equals(key))
                && held.headMap(offset).values().stream()
                        .noneMatch(leg -> key(offset(leg)).equals(key) && leg.round() < current);
    }

    /** An attempt starts: all earlier ones of its key have ended. */
    public void attempted(Leg leg, long seed) {
        if (ordered) {
            List<Integer> earlier = open.headSet(offset(leg)).stream()
                    .filter(offset -> key(offset).equals(key(offset(leg))))
                    .toList();
            assertThat(earlier).as("before %d, seed %d", offset(leg), seed).isEmpty();
        }
    }

    private void ended(Leg leg) {
        assertThat(inOutbox.remove(leg)).as("it was there").isTrue();
        open.remove(offset(leg));
        post(toLog, () -> held.remove(offset(leg)));
    }

    @Override
    public void resolved(Leg leg) {
        ended(leg);
    }

    @Override
    public void filtered(Leg leg) {
        ended(leg);
    }

    @Override
    public void dead(Leg leg, String reason) {
        ended(leg);
        if (leg.awaited()) {
            post(toLog, () -> post(toOutbox, () -> outbox.offer(leg, now)));
        }
    }

    @Override
    public void put(Leg leg, Delay delay) {
        assertThat(ordered).isFalse();
        assertThat(inOutbox.remove(leg)).isTrue();
        // As if the delay were over at once.
        post(toLog, () -> {
            held.remove(offset(leg));
            delayed.put(offset(leg), leg.trail());
            unread.add(offset(leg));
        });
    }

    @Override
    public void returned(Leg leg) {
        assertThat(inOutbox.remove(leg)).isTrue();
        post(toLog, () -> {
            held.remove(offset(leg));
            unread.add(offset(leg));
        });
    }

    @Override
    public void readiness(String destination, Readiness next, int nextRound) {
        assertThat(next).isNotEqualTo(said);
        assertThat(nextRound).isEqualTo(next == Readiness.CLOSED ? saidRound + 1 : saidRound);
        said = next;
        saidRound = nextRound;
        post(toLog, () -> {
            readiness = next;
            round = nextRound;
            closedRound = next == Readiness.CLOSED ? nextRound : closedRound;
            probeGiven = false;
        });
    }

    @Override
    public void behind(String destination, String source) {}

    @Override
    public void blocked(Leg leg, int nextRound) {
        assertThat(ordered).isTrue();
        assertThat(nextRound).isEqualTo(saidRound + 1);
        saidRound = nextRound;
        post(toLog, () -> {
            round = nextRound;
            blocked.add(key(offset(leg)));
            blockedRounds.put(key(offset(leg)), nextRound);
        });
    }

    @Override
    public void unblocked(Leg leg) {
        assertThat(inOutbox).as("it has ended").doesNotContain(leg);
        post(toLog, () -> blocked.remove(key(offset(leg))));
    }
}

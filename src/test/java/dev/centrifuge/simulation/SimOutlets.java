package dev.centrifuge.simulation;

import dev.centrifuge.flow.Delay;
import dev.centrifuge.flow.handover.Copy;
import dev.centrifuge.flow.handover.Copy.Form;
import dev.centrifuge.flow.outlet.Outlet;
import dev.centrifuge.flow.outlet.Refusal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What delay topics and dead letters take: now and then, for a while, one of them refuses some or all of what it is given. */
final class SimOutlets {
    private static final int BARE_BYTES = 60;
    private static final Delay[] DELAYS = {Delay.SHORT, Delay.MEDIUM, Delay.LONG};

    private final VirtualClock clock;
    private final List<Rule> rules = new ArrayList<>();

    SimOutlets(VirtualClock clock) {
        this.clock = clock;
    }

    /** @param limit -1 where nothing at all is taken; else the size of what just fits */
    private record Rule(@Nullable Delay delay, int partition, int limit, long until) {

        boolean concerns(Outlet outlet) {
            return outlet.delay() == delay && (partition < 0 || partition == outlet.partition());
        }
    }

    /** Begins a refusal that is over after {@code nanos}. */
    void refuse(Random random, int partitions, int eventBytes, long nanos) {
        int kind = random.nextInt(4);
        Delay delay = kind == 0 ? DELAYS[random.nextInt(DELAYS.length)] : null;
        int limit = kind == 1 ? BARE_BYTES + random.nextInt(eventBytes) : -1;
        int partition = random.nextBoolean() ? -1 : random.nextInt(partitions);
        rules.add(new Rule(delay, partition, limit, clock.nanos() + nanos));
    }

    /** Which of these would be refused now, by identity. */
    IdentityHashMap<Copy, Refusal> refused(List<Copy> copies) {
        IdentityHashMap<Copy, Refusal> refused = new IdentityHashMap<>();
        rules.removeIf(rule -> rule.until <= clock.nanos());
        for (Copy copy : copies) {
            Refusal refusal = copy.form() == Form.WRITTEN ? null : refusal(copy);
            if (refusal != null) {
                refused.put(copy, refusal);
            }
        }
        return refused;
    }

    private @Nullable Refusal refusal(Copy copy) {
        return first(
                Outlet.of(copy),
                rule -> rule.limit < 0 ? Refusal.REFUSED : size(copy) > rule.limit ? Refusal.TOO_LARGE : null);
    }

    /** Whether it would be found there by whoever asks. */
    boolean there(Outlet outlet) {
        return first(outlet, rule -> rule.limit < 0 ? Refusal.REFUSED : null) == null;
    }

    private @Nullable Refusal first(Outlet outlet, Function<Rule, @Nullable Refusal> judge) {
        Refusal found = null;
        for (Rule rule : rules) {
            boolean counts = rule.until > clock.nanos() && rule.concerns(outlet);
            Refusal refusal = counts ? judge.apply(rule) : null;
            found = found == null ? refusal : found;
        }
        return found;
    }

    private static int size(Copy copy) {
        return switch (copy.form()) {
            case REFERENCE, WRITTEN -> BARE_BYTES;
            case CUT -> BARE_BYTES + copy.weight();
            case WHOLE ->
                BARE_BYTES + copy.weight() + copy.leg().trail().excerpt().length();
        };
    }
}

package dev.centrifuge.flow;

import dev.centrifuge.flow.handover.LegEnds;
import dev.centrifuge.flow.handover.Readiness;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;

/** What the log is told, in words; each leg ends once. Told by one thread, read by any. */
public final class RecordedEnds implements LegEnds {
    /** Such as {@code resolved 7}, {@code filtered 7}, {@code returned 8}, {@code put 9 30s}, {@code dead 10 ttl}, {@code CLOSED 1}. */
    public final List<String> said = new CopyOnWriteArrayList<>();

    private final Set<Long> ended = new TreeSet<>();

    /** What was said since the last call. */
    public List<String> take() {
        List<String> taken = List.copyOf(said);
        said.clear();
        return taken;
    }

    private void end(String what, Leg leg) {
        assertThat(ended.add(leg.origin().offset()))
                .as("first end of %s", leg.origin())
                .isTrue();
        said.add(what);
    }

    /** The leg at {@code offset} is handed over again. */
    public void again(long offset) {
        ended.remove(offset);
    }

    @Override
    public void resolved(Leg leg) {
        end("resolved " + leg.origin().offset(), leg);
    }

    @Override
    public void filtered(Leg leg) {
        end("filtered " + leg.origin().offset(), leg);
    }

    @Override
    public void put(Leg leg, Delay delay) {
        end("put " + leg.origin().offset() + " " + delay.label(), leg);
    }

    @Override
    public void dead(Leg leg, String reason) {
        end("dead " + leg.origin().offset() + " " + reason, leg);
    }

    @Override
    public void returned(Leg leg) {
        end("returned " + leg.origin().offset(), leg);
    }

    @Override
    public void readiness(String destination, Readiness readiness, int round) {
        said.add(readiness + " " + round);
    }

    @Override
    public void behind(String destination, String source) {
        said.add("behind " + source);
    }

    @Override
    public void blocked(Leg leg, int round) {
        said.add("blocked " + leg.origin().offset() + " " + round);
    }

    @Override
    public void unblocked(Leg leg) {
        said.add("unblocked " + leg.origin().offset());
    }
}
